import { describe, expect, it } from 'vitest';
import { svd } from '@polymath/tensor';
import { evbmf } from './evbmf.js';
import { noisyWaves, singularValuesOf } from './testing.js';

const estimate = (rows: number, columns: number, rank: number, noise: number) =>
  evbmf(singularValuesOf(noisyWaves(rows, columns, rank, noise)), rows, columns);

describe('evbmf', () => {
  // By the equations in Python with SciPy's bounded minimiser: tools/golden/src/low_rank.py.
  it.each([
    {
      size: [20, 50, 3, 1] as const,
      places: [0.3244511433, -4.0119917718],
      values: [48.258853, 31.800722, 16.066616, 3.073723, 2.817377],
      rank: 3,
      variance: 0.0905795652,
      shrunk: [48.127393, 31.60108, 15.669945],
    },
    {
      size: [20, 50, 3, 8] as const,
      places: [2.0050449127, -7.3888176524],
      values: [52.35507, 35.773091, 25.35906, 23.709852, 22.363734],
      rank: 2,
      variance: 6.0413779,
      shrunk: [43.974805, 22.694749],
    },
    {
      size: [16, 400, 5, 4] as const,
      places: [-1.2660991729, -9.613159417],
      values: [207.487247, 166.182594, 124.039835, 75.130747, 44.068235, 26.361039],
      rank: 5,
      variance: 1.33307595,
      shrunk: [204.813217, 162.843015, 119.562834, 67.719733, 31.296997],
    },
  ])('agrees with the published code on $size', ({ size, places, ...expected }) => {
    const [rows, columns, planted, noise] = size;
    const m = noisyWaves(rows, columns, planted, noise);
    expect(m.values[0]).toBeCloseTo(places[0]!, 8);
    expect(m.values[3 * columns + 7]).toBeCloseTo(places[1]!, 8);
    const { values } = svd(m);
    expected.values.forEach((value, h) => expect(values[h]).toBeCloseTo(value, 5));
    const { rank, variance, shrunk } = evbmf(values, rows, columns);
    expect(rank).toBe(expected.rank);
    expect(variance / expected.variance).toBeCloseTo(1, 4);
    expect(shrunk).toHaveLength(rank);
    expected.shrunk.forEach((value, h) => expect(shrunk[h]! / value).toBeCloseTo(1, 6));
  });

  it.each([1, 2, 4])('finds a planted rank of %i far above the noise', (rank) => {
    expect(estimate(24, 90, rank, 0.5).rank).toBe(rank);
  });

  it('finds nothing in noise', () => {
    expect(estimate(20, 50, 0, 1).rank).toBe(0);
  });

  it('estimates the variance of noise: 1/12 when spread evenly over an interval of length 1', () => {
    expect(estimate(40, 400, 0, 1).variance).toBeCloseTo(1 / 12, 2);
  });

  it('finds rank 1 without noise', () => {
    expect(estimate(10, 30, 1, 0).rank).toBe(1);
    expect(evbmf([5, 0, 0, 0], 4, 9).rank).toBe(1);
  });

  it('keeps the rank and multiplies the variance by c² when the matrix is multiplied by c', () => {
    const values = singularValuesOf(noisyWaves(20, 50, 3, 2));
    const one = evbmf(values, 20, 50);
    const scaled = evbmf(
      values.map((value) => 1e-3 * value),
      20,
      50,
    );
    expect(scaled.rank).toBe(one.rank);
    expect((1e6 * scaled.variance) / one.variance).toBeCloseTo(1, 6);
  });

  it('is the same for the transpose', () => {
    const values = singularValuesOf(noisyWaves(20, 50, 3, 2));
    expect(evbmf(values, 50, 20)).toEqual(evbmf(values, 20, 50));
  });

  it('finds nothing in zeros and one in a single row', () => {
    expect(evbmf([0, 0], 2, 3).rank).toBe(0);
    expect(evbmf([7], 1, 30).rank).toBe(1);
  });

  it.each([
    [1, 1],
    [2, 2],
    [2, 3],
    [3, 3],
  ])('gives a possible rank for a matrix of %i x %i', (rows, columns) => {
    const { rank } = estimate(rows, columns, 1, 1);
    expect(rank).toBeGreaterThanOrEqual(0);
    expect(rank).toBeLessThanOrEqual(rows);
  });

  it('refuses singular values that are too few or in another order', () => {
    expect(() => evbmf([1], 2, 3)).toThrow(
      'expected 2 singular values in descending order, got 1: 1',
    );
    expect(() => evbmf([1, 2], 2, 3)).toThrow('expected 2 singular values in descending order');
    expect(() => evbmf([1, NaN], 2, 3)).toThrow('expected 2 singular values in descending order');
  });
});
