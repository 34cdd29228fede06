import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from '@polymath/tensor';
import { golden } from '../calibration/golden.fixture.js';
import { expectNear, noise } from '../testing.js';
import { auroc } from './auroc.js';
import { noveltyFrom, noveltySnapshot } from './detector-file.js';
import { fitNovelty, noveltyDefaults, noveltyParts, noveltyScores } from './detector.js';
import { quantileOf } from './quantile.js';
import { fitGaussian, mahalanobis } from './gaussian.js';
import { coordinatesIn, distancesOutside, principalSubspace } from './subspace.js';

describe('mahalanobis', () => {
  it("is SciPy's for a covariance shrunk by 0.3", () => {
    const cloud = fitGaussian(Float64Array.from(golden.points), 3, 0.3);
    expectNear([mahalanobis(cloud, golden.probe)], [golden.distance], 1e-10);
  });
});

describe('auroc', () => {
  it("is SciPy's Mann-Whitney statistic, ties counting half", () => {
    expectNear([auroc(golden.known, golden.unknown)], [golden.auroc], 1e-12);
  });

  it('is 1, 0 and 0.5 at its ends', () => {
    expect([auroc([1, 2], [3, 4]), auroc([3, 4], [1, 2]), auroc([1, 1], [1, 1])]).toEqual([1, 0, 0.5]); // prettier-ignore
  });
});

describe('principalSubspace', () => {
  it('keeps distances within the directions that vary', () => {
    const values = Float32Array.from({ length: 60 }, (_, k) => (k % 3 === 2 ? 7 : Math.sin(k * k)));
    const features = { count: 20, length: 3, values };
    const points = coordinatesIn(principalSubspace(features, 2), features);
    const apart = (rows: ArrayLike<number>, size: number) => Math.hypot(...Array.from({ length: size }, (_, j) => rows[j]! - rows[size + j]!)); // prettier-ignore
    expectNear([apart(points, 2)], [apart(values, 3)], 1e-6);
  });
});

describe('distancesOutside', () => {
  it('is what is left after the projection: 5 for (3, 4) across a line, 0 along it', () => {
    const line = { mean: Float64Array.of(1, 0, 0), axes: Float64Array.of(1, 0, 0), components: 1 };
    const features = { count: 2, length: 3, values: Float32Array.of(9, 3, 4, -7, 0, 0) };
    expectNear(distancesOutside(line, features), [5, 0], 1e-9);
  });
});

describe('fitNovelty', () => {
  const size = 6;
  /** Two clouds 8 apart along one axis; the unknown lies between them, where a soft-max is sure of one. */
  const windows = (
    count: number,
    seed: number,
    place: (i: number) => [axis: number, shift: number],
  ) => {
    const values = noise(count * size, seed);
    for (let i = 0; i < count; i++) values[i * size + place(i)[0]]! += place(i)[1];
    const sure = Float32Array.from({ length: count * 2 }, (_, k) => (k % 2 === Math.floor(k / 2) % 2 ? 0.999 : 0.001)); // prettier-ignore
    return {
      features: { count, length: size, values },
      probabilities: { count, length: 2, values: sure },
      labels: Int32Array.from({ length: count }, (_, i) => i % 2),
    };
  };
  const known = (count: number, seed: number) => windows(count, seed, (i) => [0, 8 * (i % 2)]);
  const unknown = windows(200, 5, () => [1, 9]);
  const detector = fitNovelty(known(400, 1), noveltyDefaults, known(400, 2));

  it('calls 1 % of known windows unknown, and an unknown cloud unknown though the soft-max is sure', () => {
    const scores = noveltyScores(detector, known(1000, 3));
    const share = scores.filter((score) => score > 1).length / 1000;
    expect(share).toBeLessThan(0.03);
    const far = noveltyScores(detector, unknown);
    expect(far.every((score) => score > 1)).toBe(true);
    expect(auroc(scores, far)).toBeGreaterThan(0.999);
  });

  it('finds by the residual what lies across the components only', () => {
    // All that is known varies along two axes; the unknown leaves them along a third.
    const flat = (count: number, seed: number) => {
      const made = known(count, seed);
      made.features.values.forEach((value, k) => (made.features.values[k] = k % size < 2 ? value : value / 100)); // prettier-ignore
      return made;
    };
    const settings = { ...noveltyDefaults, components: 2 };
    const plain = fitNovelty(flat(400, 1), settings, flat(400, 2));
    const across = flat(200, 5);
    for (let i = 0; i < 200; i++) across.features.values[i * size + 4]! += 1;
    const { distance, residual } = noveltyParts(plain, across);
    expect(residual.every((score) => score > 1)).toBe(true);
    expect(distance.filter((score) => score > 1).length).toBeLessThan(20);
    expect(noveltyScores(plain, across).every((score) => score > 1)).toBe(true);
    const without = fitNovelty(flat(400, 1), { ...settings, parts: ['doubt', 'distance'] }, flat(400, 2)); // prettier-ignore
    expect(noveltyScores(without, across)).toEqual(Float64Array.from(distance, (value, i) => Math.max(value, noveltyParts(without, across).doubt[i]!))); // prettier-ignore
  });

  it('reads files of before there were residuals, which do not count then', () => {
    const { tensors, state } = noveltySnapshot(detector);
    const { components, clouds, limits } = state as { components: number; clouds: number; limits: { doubt: number; distance: number } }; // prettier-ignore
    const old = { components, clouds, limits: { doubt: limits.doubt, distance: limits.distance } };
    expect(noveltyFrom({ tensors, state: old }).parts).toEqual(['doubt', 'distance']);
  });

  it('is the same after it was saved', () => {
    const again = noveltyFrom(decodeSnapshot(encodeSnapshot(noveltySnapshot(detector))));
    expect(noveltyScores(again, unknown)).toEqual(noveltyScores(detector, unknown));
    expect(() => noveltyFrom({ tensors: new Map(), state: null })).toThrow('the state is none of a novelty detector'); // prettier-ignore
  });

  it('names every bad setting', () => {
    expect(() =>
      fitNovelty(known(10, 1), { components: 0, shrinkage: 2, quantile: 1, parts: [] }),
    ).toThrow(
      'components: must be a whole number of at least 1, got 0; quantile: must be above 0 and below 1, got 1; shrinkage: must lie in 0 to 1, got 2; parts: must be at least one, each once',
    );
  });
});

describe('quantileOf', () => {
  it('goes between neighbours in proportion, as NumPy does', () => {
    expect(quantileOf([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantileOf([7], 0.99)).toBe(7);
  });
});
