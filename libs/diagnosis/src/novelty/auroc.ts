/**
 * Area under the ROC curve: the probability that an unknown window scores higher than a known one, equal scores counting half.
 * @returns 0 to 1; 0.5 for scores that tell nothing
 */
export function auroc(known: ArrayLike<number>, unknown: ArrayLike<number>): number {
  const all = [
    ...Array.from(known, (score) => ({ score, isUnknown: false })),
    ...Array.from(unknown, (score) => ({ score, isUnknown: true })),
  ].sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let i = 0; i < all.length;) {
    let end = i;
    while (end < all.length && all[end]!.score === all[i]!.score) end++;
    // Equal scores share the mean of their ranks, counted from 1.
    const rank = (i + 1 + end) / 2;
    for (; i < end; i++) if (all[i]!.isUnknown) ranks += rank;
  }
  const n = unknown.length;
  return (ranks - (n * (n + 1)) / 2) / (n * known.length);
}
