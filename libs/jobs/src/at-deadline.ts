import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromTimestamp } from '@polymath/events';

/** The longest wait that a timer can take, in milliseconds: about 25 days. */
const longestTimerMs = 2 ** 31 - 1;

/** Calls the listener when a job's deadline has passed; the returned function forgets it. */
export function atDeadline({ deadline }: Pick<Job, 'deadline'>, listener: () => void): () => void {
  const deadlineMs = fromTimestamp(deadline);
  if (deadlineMs === undefined) return () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    const leftMs = deadlineMs - Date.now();
    if (leftMs <= 0) listener();
    else timer = setTimeout(wait, Math.min(leftMs, longestTimerMs));
  };
  wait();
  return () => clearTimeout(timer);
}
