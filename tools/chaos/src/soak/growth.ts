/** A time in milliseconds and a value. */
export type Point = readonly [number, number];

/** By how much a series may grow over the second half of its time: the larger of both. */
export interface Margin {
  /** A share of its mean. */
  share: number;
  /** In the unit of the series. */
  least: number;
}

/** What a series did over the second half of its time. */
export interface Growth {
  /** In the unit of the series. */
  mean: number;
  /** The slope times the time. */
  grew: number;
  allowed: number;
  isBounded: boolean;
}

/**
 * The slope of a line through points as the median of the slopes of all pairs (Theil 1950, Sen 1968): saws of processes that
 * are started again, and single peaks, hardly move it.
 */
export function medianSlope(points: readonly Point[]): number {
  const slopes: number[] = [];
  points.forEach(([t0, y0], i) => {
    for (const [t1, y1] of points.slice(i + 1)) if (t1 > t0) slopes.push((y1 - y0) / (t1 - t0));
  });
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  if (slopes.length % 2 === 1) return slopes[middle]!;
  return slopes.length === 0 ? 0 : (slopes[middle - 1]! + slopes[middle]!) / 2;
}

/** Whether a series has stopped to grow: its slope over the second half of its time, against a margin. */
export function growthOf(points: readonly Point[], { share, least }: Margin): Growth {
  const [from = 0, to = 0] = [points[0]?.[0], points.at(-1)?.[0]];
  const half = points.filter(([time]) => time >= (from + to) / 2);
  const mean = half.reduce((sum, [, value]) => sum + value, 0) / Math.max(half.length, 1);
  const grew = medianSlope(half) * ((to - from) / 2);
  const allowed = Math.max(share * mean, least);
  return { mean, grew, allowed, isBounded: grew <= allowed };
}
