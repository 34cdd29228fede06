/** When something may be looked at again. */
export interface RememberOptions {
  /** The least time from the begin of one look to the next, in milliseconds. */
  leastMs?: number;
  /** So many times what a look took must pass from its begin to the next: 100 is at most 1% of the time. */
  timesCost?: number;
  /** A clock that never jumps, in milliseconds. */
  nowMs?: () => number;
}

/**
 * What a look found last; undefined before the first has ended, and after one that failed. Asking waits for nothing, and
 * begins the next look when it is due: so a slow look is a rare one.
 */
export function remember<Value>(
  look: () => Promise<Value>,
  { leastMs = 60_000, timesCost = 100, nowMs = () => performance.now() }: RememberOptions = {},
): () => Value | undefined {
  let found: Value | undefined;
  let nextMs = -Infinity;
  const begin = async () => {
    const startMs = nowMs();
    nextMs = Infinity;
    try {
      found = await look();
    } catch {
      // Whoever looks at the metric sees that it is missing; what is broken tells so itself.
      found = undefined;
    }
    nextMs = startMs + Math.max(leastMs, timesCost * (nowMs() - startMs));
  };
  return () => {
    if (nowMs() >= nextMs) void begin();
    return found;
  };
}
