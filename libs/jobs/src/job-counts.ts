import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { IndexedJob } from './job-index.js';
import { poolOf, type Pool } from './tokens.js';

/** The jobs that wait for a worker of a pool. */
export interface Queue {
  pool: Pool;
  jobs: number;
  /** When the one that has waited longest began to, in milliseconds since 1970; undefined: none waits. */
  oldestMs: number | undefined;
}

/** How many jobs of one kind are in one state. */
export interface KindInState {
  kind: string;
  state: JobState;
  jobs: number;
}

/** How many jobs there are, counted with each change: to read it costs the same for ten jobs and a million. */
export class JobCounts {
  readonly #counts = new Map<string, KindInState>();
  /** When each waiting job began to; the one that has waited longest comes first, as records come in the order of their writing. */
  readonly #queued: Record<Pool, Map<string, number>> = { cpu: new Map(), gpu: new Map() };

  /** Those that there are, or were since the start. */
  byKindAndState(): readonly KindInState[] {
    return [...this.#counts.values()];
  }

  queues(): readonly Queue[] {
    return (['cpu', 'gpu'] as const).map((pool) => {
      const queued = this.#queued[pool];
      const [oldestMs] = queued.values();
      return { pool, jobs: queued.size, oldestMs };
    });
  }

  /** Takes a change of a job into account: from what was known of it to what is. */
  change(before: IndexedJob | undefined, after: IndexedJob | undefined): void {
    if (before) this.#count(before, -1);
    if (after) this.#count(after, 1);
    const wasQueued = before?.state === JobState.JOB_STATE_QUEUED;
    const isQueued = after?.state === JobState.JOB_STATE_QUEUED;
    // A job that went round between two looks waits anew, behind the others.
    const waitsOn = wasQueued && isQueued && before.epoch === after.epoch;
    if (waitsOn) return;
    if (wasQueued) this.#queued[poolOf(before)].delete(before.id);
    if (isQueued) this.#queued[poolOf(after)].set(after.id, after.updateMs);
  }

  #count({ kind, state }: IndexedJob, by: number): void {
    const key = `${kind}/${state}`;
    const known = this.#counts.get(key) ?? { kind, state, jobs: 0 };
    known.jobs += by;
    this.#counts.set(key, known);
  }
}
