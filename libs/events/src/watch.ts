import type { JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { EventsConnection } from './connection.js';
import { readEvent } from './read-event.js';
import { readStream } from './read-stream.js';
import { eventsStream } from './streams.js';
import { jobEventsSubject } from './subjects.js';

/** An event and its place in the stream. */
export interface WatchedEvent {
  event: JobEvent;
  /** Give it as `after` to go on behind this event. */
  sequence: number;
}

/** Which job to watch, and from where. */
export interface WatchOptions {
  area: string;
  jobId: string;
  /** Sequence of the last event that is known; 0: from the beginning of what is kept. */
  after: number;
  /** Called when all that was kept at the start has been yielded. */
  onCaughtUp?: () => void;
  signal?: AbortSignal;
}

/**
 * The events of one job in order, until the signal is aborted. A slow reader loses progress, never a state:
 * the stream keeps the newest 1,000 of a subject, and each state has a subject of its own.
 */
export async function* watchEvents(
  connection: EventsConnection,
  { area, jobId, after, onCaughtUp, signal }: WatchOptions,
): AsyncGenerator<WatchedEvent, void, undefined> {
  const messages = readStream(connection, {
    stream: eventsStream,
    filter: jobEventsSubject(area, jobId),
    from: after + 1,
    ...(onCaughtUp && { onCaughtUp }),
    ...(signal && { signal }),
  });
  for await (const message of messages) {
    const event = readEvent(message.data);
    if (event?.area === area && event.jobId === jobId) yield { event, sequence: message.seq };
  }
}
