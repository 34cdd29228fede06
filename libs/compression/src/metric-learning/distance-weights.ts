/** Below this distance negatives count as this far: the weight of very near ones is mostly noise. */
const nearest = 0.5;
/** Beyond this distance a negative of the margin 0.2 has no loss, and is not drawn. */
const farthest = 1.4;

/**
 * Weights of negatives by their distance from an anchor (Wu et al. 2017, equation 5, with the cut-offs of the published code): 1 over
 * the density of distances between points of a unit sphere,
 *     log w(d) = (2 - n)·ln d - (n - 3)/2 · ln(1 - d²/4)
 * so that all distances are drawn alike. Equal weights where every negative is too far.
 * @param distances of embeddings of length 1, each 0 to 2
 * @param features n, the size of an embedding
 * @returns one a distance, at least 0, the largest possible 1; one at least is above 0
 */
export function distanceWeights(distances: readonly number[], features: number): number[] {
  const logs = distances.map((distance) => {
    const d = Math.max(distance, nearest);
    if (d >= farthest) return -Infinity;
    return (2 - features) * Math.log(d) - ((features - 3) / 2) * Math.log(1 - d ** 2 / 4);
  });
  const largest = Math.max(...logs);
  if (largest === -Infinity) return distances.map(() => 1);
  return logs.map((log) => Math.exp(log - largest));
}
