import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { StateChange } from '@polymath/events';
import { hasEnded } from './job-states.js';

/**
 * Sees to it that a watcher is told each state once and in order, and learns of a state whose event is
 * missing (its publisher died between record and event) from the record.
 */
export interface StateGap {
  /** Notes a state event; false: the watcher knows it, or a later one. */
  tell(change: StateChange): boolean;
  /** Notes a record. */
  record(job: Job): void;
  /** Whether something is from an epoch that is over, as far as the watcher knows. */
  isStale(epoch: number): boolean;
  /** Begins to lose patience: the events of the past are told. */
  begin(): void;
  /** Resolves with a record whose state has stayed untold for the whole patience. */
  untold(): Promise<{ untold: Job }>;
  close(): void;
}

/** @param patienceMs how long an event may come after its record, in milliseconds */
export function stateGap(patienceMs: number): StateGap {
  let told = -1;
  let newest: Job | undefined;
  let begun = false;
  let overdue: Job | undefined;
  let timer: NodeJS.Timeout | undefined;
  let resolve: ((overdue: { untold: Job }) => void) | undefined;

  const offer = () => {
    if (overdue && place(overdue) > told) resolve?.({ untold: overdue });
  };
  const patienceEnds = () => {
    timer = undefined;
    overdue = newest;
    offer();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(patienceEnds, patienceMs);
  };
  return {
    begin: () => {
      if (!begun && newest) wait();
      begun = true;
    },
    tell: (change) => {
      if (place(change) <= told) return false;
      told = place(change);
      return true;
    },
    record: (job) => {
      if (place(job) <= told) return;
      const isAwaited = timer && newest && place(newest) === place(job);
      newest = job;
      // Each state is given the whole patience, so that the events of earlier ones come first.
      if (begun && !isAwaited) wait();
    },
    isStale: (epoch) => place({ epoch, state: JobState.JOB_STATE_CANCELLED }) < told,
    untold: () =>
      new Promise((settle) => {
        resolve = settle;
        offer();
      }),
    close: () => clearTimeout(timer),
  };
}

/** The place of a state in a job's life: within an epoch RUNNING, then QUEUED, then the end. */
function place({ epoch, state }: StateChange): number {
  if (hasEnded(state)) return 3 * epoch + 2;
  return 3 * epoch + (state === JobState.JOB_STATE_QUEUED ? 1 : 0);
}
