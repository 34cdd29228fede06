import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.js';

/** What happens to a supervised program, for people. */
export interface SupervisedEvents {
  /** It ended by itself and is started again after a wait. */
  readonly onDied: (how: string, child: Child, waitMs: number) => void;
}

/** A program that is kept running. */
export interface Supervised {
  /** Ends it for good. */
  end(patienceMs: number): Promise<void>;
  /** Kills it for good. */
  kill(): void;
}

const firstWaitMs = 1000;
const longestWaitMs = 30_000;
/** After running for so long, a program is held to be well again. */
const wellMs = 60_000;

/** Starts a program again whenever it ends by itself, after 1 s, 2 s, 4 s ... up to 30 s. */
export function supervise(
  first: Child,
  start: () => Child,
  { onDied }: SupervisedEvents,
): Supervised {
  let child = first;
  const stopped = new AbortController();
  const { signal } = stopped;
  const isStopped = () => signal.aborted;
  const keepRunning = async () => {
    let waitMs = firstWaitMs;
    for (;;) {
      const startMs = performance.now();
      const how = await child.exited;
      if (isStopped()) return;
      if (performance.now() - startMs > wellMs) waitMs = firstWaitMs;
      onDied(how, child, waitMs);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      if (isStopped()) return;
      waitMs = Math.min(longestWaitMs, waitMs * 2);
      child = start();
    }
  };
  const done = keepRunning();
  return {
    end: async (patienceMs) => {
      stopped.abort();
      await child.end(patienceMs);
      await done;
    },
    kill: () => {
      stopped.abort();
      child.kill();
    },
  };
}
