/** Points a curve keeps at most. */
const most = 256;

/** A curve in little room, as JSON: after so many points neighbours are joined, and a point stands for twice as many values. */
export interface ThinnedCurve {
  /** Values that a point is the mean of. */
  size: number;
  /** The step of the last value of each point, and their mean. */
  points: [step: number, mean: number][];
  /** Values of the point that is not full yet. */
  open: { step: number; sum: number; count: number };
}

export const emptyCurve = (): ThinnedCurve => ({
  ...{ size: 1, points: [] },
  open: { step: 0, sum: 0, count: 0 },
});

/** Takes the next value. What is no number is left out: JSON does not know it. */
export function addValue(curve: ThinnedCurve, step: number, value: number): void {
  if (!Number.isFinite(value)) return;
  const { open } = curve;
  curve.open = { step, sum: open.sum + value, count: open.count + 1 };
  if (curve.open.count < curve.size) return;
  curve.points.push([step, curve.open.sum / curve.size]);
  curve.open = emptyCurve().open;
  if (curve.points.length < most) return;
  curve.size *= 2;
  curve.points = curve.points.flatMap(([, mean], i, all): [number, number][] =>
    i % 2 === 1 ? [] : [[all[i + 1]![0], (mean + all[i + 1]![1]) / 2]],
  );
}

/** The points of a curve, the one that is not full included. */
export function pointsOf({ points, open }: ThinnedCurve): readonly (readonly [number, number])[] {
  return open.count === 0 ? points : [...points, [open.step, open.sum / open.count]];
}
