import type { ExecuteJob, JobHolder, JobResult } from './executor.js';

/** One attempt of a job, ended by the test. */
export interface Attempt {
  holder: JobHolder;
  succeed: (result?: Partial<JobResult>) => void;
  fail: (error: Error) => void;
}

/** An executor whose attempts the test takes and ends, one by one. */
export interface Script {
  execute: ExecuteJob;
  /** The next attempt to begin. */
  next: () => Promise<Attempt>;
}

/** Attempts end when the test says so, or with their signal. */
export function script(): Script {
  const begun = arrivals<Attempt>();
  return {
    execute: (holder) =>
      new Promise((resolve, reject) => {
        const fail = (error: Error) => reject(error);
        holder.signal.addEventListener('abort', () => reject(holder.signal.reason as Error));
        const succeed = (result: Partial<JobResult> = {}) =>
          resolve({ outputs: [], metrics: {}, ...result });
        // As an engine process, which says nothing in the very turn of the claim.
        setImmediate(() => begun.add({ holder, succeed, fail }));
      }),
    next: begun.next,
  };
}

/** What arrives is taken in order, now or later. */
export function arrivals<Item>(): { add: (item: Item) => void; next: () => Promise<Item> } {
  const arrived: Item[] = [];
  const waiting: ((item: Item) => void)[] = [];
  return {
    add: (item) => {
      const taker = waiting.shift();
      if (taker) taker(item);
      else arrived.push(item);
    },
    next: () => {
      const item = arrived.shift();
      return item ? Promise.resolve(item) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}
