import type { Job, JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { watchEvents, type WatchedEvent } from '@polymath/events';
import { hasEnded } from './job-states.js';
import { stateGap } from './state-gap.js';
import type { JobStore } from './store.js';

/** How long the event of a state may come after its record, in milliseconds. */
const patienceMs = 500;

/** What to watch: a job as it is now, behind which event, until when. */
export interface WatchJobOptions {
  job: Job;
  /** The sequence of the last event that the watcher knows; 0: from the beginning of what is kept. */
  after: number;
  signal: AbortSignal;
}

/**
 * What happened and happens to a job, in order, until it has ended. States come once each, also those whose
 * event was lost; a slow watcher may miss progress.
 */
export async function* watchJob(
  store: JobStore,
  { job, after, signal }: WatchJobOptions,
): AsyncGenerator<WatchedEvent, void, undefined> {
  const gap = stateGap(patienceMs);
  const stop = new AbortController();
  const ending = AbortSignal.any([signal, stop.signal]);
  const events = watchEvents(store.connection, {
    ...{ area: job.area, jobId: job.id, after, signal: ending },
    onCaughtUp: () => gap.begin(),
  });
  const unwatch = store.index.watch(job.id, (record) => gap.record(record));
  gap.record(job);
  let sequence = after;
  let next = events.next();
  try {
    while (!signal.aborted) {
      const news = await Promise.race([next, gap.untold()]);
      if ('untold' in news) {
        gap.tell(news.untold);
        yield { event: stateEvent(news.untold), sequence };
        if (hasEnded(news.untold.state)) return;
        continue;
      }
      if (news.done) return;
      next = events.next();
      ({ sequence } = news.value);
      const { event } = news.value.event;
      const isNews =
        event?.$case === 'state' ? gap.tell(event.value) : !gap.isStale(news.value.event.epoch);
      if (isNews) yield news.value;
      if (event?.$case === 'state' && hasEnded(event.value.state)) return;
    }
  } finally {
    unwatch();
    gap.close();
    stop.abort();
    // The reader is waiting for a message: it ends now, and nobody asks how.
    next.catch(() => undefined);
  }
}

/** The state event that a record would have had. */
function stateEvent(job: Job): JobEvent {
  const { area, id: jobId, epoch, updateTime: time } = job;
  return { area, jobId, epoch, time, event: { $case: 'state', value: job } };
}
