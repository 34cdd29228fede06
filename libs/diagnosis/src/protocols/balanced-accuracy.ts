/**
 * The mean over classes of the share of each one's windows that were recognised, 0 to 1; classes without windows do not count.
 * @param predicted [windows]
 * @param labels [windows]
 */
export function balancedAccuracy(predicted: Int32Array, labels: Int32Array): number {
  const counts = new Map<number, { right: number; all: number }>();
  labels.forEach((label, i) => {
    const { right, all } = counts.get(label) ?? { right: 0, all: 0 };
    counts.set(label, { right: right + Number(predicted[i] === label), all: all + 1 });
  });
  const shares = [...counts.values()].map(({ right, all }) => right / all);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
