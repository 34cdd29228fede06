import { nuid } from '@nats-io/nats-core';
import { JobEvent, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { cloudEventHeaders } from './cloud-event.js';
import type { EventsConnection } from './connection.js';
import { fromNatsError } from './nats-error.js';
import { eventsStream } from './streams.js';
import { eventSubject, jobEventsSubject, stateSubject } from './subjects.js';
import { toTimestamp } from './timestamp.js';

/** Everything that can happen to a job but a change of its state. */
export type WorkEvent = Exclude<NonNullable<JobEvent['event']>, { $case: 'state' }>;

/**
 * Publishes what happens while a job runs, without waiting for an answer: such events are lost while NATS is
 * away. What must not be lost is in the record.
 */
export function publishEvent(
  { nats, connected }: EventsConnection,
  job: Pick<Job, 'area' | 'id' | 'epoch'>,
  event: WorkEvent,
): void {
  if (!connected) return;
  const { area, id: jobId, epoch } = job;
  const message: JobEvent = { area, jobId, epoch, time: toTimestamp(Date.now()), event };
  nats.publish(eventSubject(area, jobId, event.$case), JobEvent.encode(message).finish(), {
    headers: cloudEventHeaders(message, nuid.next()),
  });
}

/** Removes all events of a job; nobody can ask for them once its record is gone. Throws `unavailable`. */
export async function removeEvents(
  { manager }: EventsConnection,
  area: string,
  jobId: string,
): Promise<void> {
  const filter = jobEventsSubject(area, jobId);
  await manager.streams.purge(eventsStream, { filter }).catch((error: unknown) => {
    throw fromNatsError(error);
  });
}

/**
 * Publishes the record's present state, once: the subject names epoch and state, and the server takes only
 * the first message on it. So a repair cannot double it. Throws `unavailable`.
 */
export async function publishState({ jetstream }: EventsConnection, job: Job): Promise<void> {
  const { area, id, epoch } = job;
  const event: JobEvent = {
    area,
    jobId: id,
    epoch,
    time: job.updateTime,
    event: { $case: 'state', value: job },
  };
  const subject = stateSubject(area, id, job);
  try {
    await jetstream.publish(subject, JobEvent.encode(event).finish(), {
      headers: cloudEventHeaders(event, subject),
      expect: { lastSubjectSequence: 0 },
    });
  } catch (error) {
    const known = fromNatsError(error);
    if (known.kind !== 'conflict') throw known;
  }
}
