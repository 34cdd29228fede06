import { badCounts, badUnless, refuse } from '../checks.js';
import { quantileOf } from '../novelty/index.js';

/** Edges between bins that hold equal shares of a baseline's scores: [bins - 1], rising. */
export function equalShareEdges(scores: ArrayLike<number>, bins = 10): number[] {
  refuse(
    badCounts({ bins }, 2),
    badUnless(scores.length >= bins, 'scores', `must be at least ${bins}, got ${scores.length}`),
  );
  return Array.from({ length: bins - 1 }, (_, i) => quantileOf(scores, (i + 1) / bins));
}

/** How many scores fall into each bin, [edges + 1]: counts of several streams can be added. */
export function countsByBin(scores: ArrayLike<number>, edges: readonly number[]): number[] {
  const counts = Array<number>(edges.length + 1).fill(0);
  for (let i = 0; i < scores.length; i++) {
    const bin = edges.findIndex((edge) => scores[i]! <= edge);
    counts[bin < 0 ? edges.length : bin]!++;
  }
  return counts;
}

/** An empty bin counts as if it held this many. */
const leastCount = 0.5;

/**
 * Population stability index, Σ_bins (q - p)·ln(q / p) between the shares of a baseline and of today; 0 for equal ones. By custom below 0.1 little has
 * changed, from 0.25 on much.
 * @throws invalid-input when the numbers of bins differ or one side is empty
 */
export function stabilityIndex(baseline: readonly number[], today: readonly number[]): number {
  const [p, q] = [baseline, today].map(sharesOf);
  const fits =
    baseline.length === today.length && [p!, q!].every((shares) => shares.every(Number.isFinite));
  refuse(badUnless(fits, 'counts', 'must be of equal numbers of bins, not all empty'));
  return p!.reduce((sum, share, i) => sum + (q![i]! - share) * Math.log(q![i]! / share), 0);
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total > 0 ? Math.max(count, leastCount) / total : NaN));
}
