import { describe, expect, it } from 'vitest';
import { addValue, emptyCurve, pointsOf } from './thinned-curve.js';

/** The points of a curve of so many values. */
function thinned(count: number, valueAt: (step: number) => number) {
  const curve = emptyCurve();
  for (let step = 1; step <= count; step++) addValue(curve, step, valueAt(step));
  return pointsOf(curve);
}

describe('a thinned curve', () => {
  it('is the values themselves while they are few', () => {
    expect(thinned(3, (step) => 10 * step)).toEqual([[1, 10], [2, 20], [3, 30]]); // prettier-ignore
  });

  it('joins neighbours once there are 256, and goes on in pairs', () => {
    const points = thinned(259, (step) => step);
    expect(points.slice(0, 2)).toEqual([[2, 1.5], [4, 3.5]]); // prettier-ignore
    expect(points.slice(-2)).toEqual([[258, 257.5], [259, 259]]); // prettier-ignore
    expect(points).toHaveLength(130);
  });

  it('stays small, reaches the last step and keeps the mean', () => {
    const points = thinned(100_000, (step) => step % 7);
    expect(points.length).toBeLessThanOrEqual(256);
    expect(points.at(-1)![0]).toBe(100_000);
    const mean = points.reduce((sum, [, value]) => sum + value, 0) / points.length;
    expect(mean).toBeCloseTo(3, 1);
  });

  it('leaves out what is no number', () => {
    expect(thinned(3, (step) => (step === 2 ? NaN : step))).toEqual([[1, 1], [3, 3]]); // prettier-ignore
  });
});
