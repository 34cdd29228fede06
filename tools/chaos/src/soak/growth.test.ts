import { describe, expect, it } from 'vitest';
import { growthOf, medianSlope, type Point } from './growth.js';

const series = (count: number, value: (i: number) => number): Point[] =>
  Array.from({ length: count }, (_, i) => [1000 * i, value(i)]);

describe('medianSlope', () => {
  it('is the slope of a line', () => {
    expect(medianSlope(series(10, (i) => 3 + 2000 * i))).toBeCloseTo(2, 12);
  });

  it('is the middle of three slopes', () => {
    // (0,0) (1,1) (2,6): slopes 1, 3, 5.
    const points: Point[] = [[0, 0], [1, 1], [2, 6]]; // prettier-ignore
    expect(medianSlope(points)).toBe(3);
  });

  it('is none where there is one point', () => {
    expect(medianSlope([[5, 5]])).toBe(0);
  });
});

describe('growthOf', () => {
  const margin = { share: 0.1, least: 8 };

  it('takes no notice of what rose in the first half', () => {
    const points = series(101, (i) => Math.min(i, 50));
    expect(growthOf(points, margin)).toEqual({ mean: 50, grew: 0, allowed: 8, isBounded: true });
  });

  it('finds a leak of more than the margin', () => {
    const { grew, isBounded } = growthOf(
      series(101, (i) => 100 + i),
      margin,
    );
    expect(grew).toBeCloseTo(50, 9);
    expect(isBounded).toBe(false);
  });

  it('takes saw teeth and a single peak for no growth', () => {
    const points = series(101, (i) => 100 + (i % 10) + (i === 99 ? 1000 : 0));
    expect(growthOf(points, margin).isBounded).toBe(true);
  });
});
