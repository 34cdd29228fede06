import { setTimeout as sleep } from 'node:timers/promises';
import { PolymathError } from '@polymath/errors';

/** How long to go on, and what ends it before. */
export interface RepeatOptions {
  /** Gives up when the next try would begin later than this; 5 s unless given. */
  patienceMs?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Repeats a call that may be repeated, as long as its service says that it cannot answer now and when to ask again. A service
 * that cannot be reached at all fails at once.
 */
export async function repeatUnavailable<Result>(
  call: () => Promise<Result>,
  { patienceMs = 5000, signal }: RepeatOptions = {},
): Promise<Result> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const wait = error instanceof PolymathError ? error.retryAfterMs : undefined;
      if (wait === undefined || performance.now() + wait > end) throw error;
      await sleep(wait, undefined, signal && { signal });
    }
  }
}
