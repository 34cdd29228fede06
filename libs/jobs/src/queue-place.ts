import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { IndexedJob } from './job-index.js';
import { poolOf } from './tokens.js';

/** The part of a job that decides on its place in the queue. */
export type InQueue = Pick<
  IndexedJob,
  'id' | 'accelerator' | 'epoch' | 'createMs' | 'updateMs' | 'notBeforeMs'
>;

/**
 * How many queued jobs of the same pool go before one, as far as the records say: the server delivers tokens
 * first that workers have given back, in that order, then new ones, the oldest first. A job that backs off
 * stands in nobody's way.
 *
 * @param nowMs milliseconds since 1970
 */
export function jobsAhead(job: InQueue, jobs: Iterable<IndexedJob>, nowMs: number): number {
  let ahead = 0;
  for (const other of jobs) {
    const waits =
      other.state === JobState.JOB_STATE_QUEUED &&
      poolOf(other) === poolOf(job) &&
      (other.notBeforeMs ?? 0) <= nowMs;
    if (waits && byTurn(other, job) < 0) ahead++;
  }
  return ahead;
}

function byTurn(a: InQueue, b: InQueue): number {
  const [wasHeld, willBe] = [a.epoch > 0, b.epoch > 0];
  if (wasHeld !== willBe) return wasHeld ? -1 : 1;
  const difference = wasHeld ? a.updateMs - b.updateMs : a.createMs - b.createMs;
  return difference || (a.id < b.id ? -1 : Number(a.id > b.id));
}
