const window = 20;

/**
 * The smallest median of any 20 values in a row: what a step takes when nothing else is in its way for a while. Of fewer
 * values, their median.
 */
export function bestMedian(values: readonly number[]): number {
  const starts = Array.from({ length: Math.max(values.length - window, 0) + 1 }, (_, i) => i);
  return Math.min(...starts.map((start) => median(values.slice(start, start + window))));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
