import type { Rows } from '../preprocessing/index.js';

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  count: number;
  /** Mean of the largest probability, 0 to 1. */
  confidence: number;
  /** Share of windows that were recognised, 0 to 1. */
  accuracy: number;
}

/** Windows by their largest probability, in equal bins from 0 to 1 (a bin holds its upper edge, not its lower). */
export function reliability(probabilities: Rows, labels: Int32Array, bins = 15): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (let i = 0; i < probabilities.count; i++) {
    const row = probabilities.values.subarray(
      i * probabilities.length,
      (i + 1) * probabilities.length,
    );
    const largest = Math.max(...row);
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(largest * bins) - 1))]!;
    bin.count++;
    bin.confidence += largest;
    bin.right += Number(row.indexOf(largest) === labels[i]);
  }
  return sums.map(({ count, confidence, right }) => ({
    count,
    confidence: count > 0 ? confidence / count : 0,
    accuracy: count > 0 ? right / count : 0,
  }));
}

/**
 * Expected calibration error (Guo et al. 2017, section 2): Σ_bins share of windows · |accuracy - confidence|, 0 to 1; 0 where what is said with
 * probability p is right in a share p of all cases.
 * @param probabilities rows of [classes]
 */
export function calibrationError(probabilities: Rows, labels: Int32Array, bins = 15): number {
  return reliability(probabilities, labels, bins).reduce(
    (sum, { count, accuracy, confidence }) =>
      sum + (count / probabilities.count) * Math.abs(accuracy - confidence),
    0,
  );
}
