import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from '@polymath/tensor';
import { golden } from '../calibration/golden.fixture.js';
import { expectNear, noise } from '../testing.js';
import { Baseline } from './baseline.js';
import { Cusum } from './cusum.js';
import { MovingDistance } from './moving-distance.js';
import { countsByBin, equalShareEdges, stabilityIndex } from './stability.js';

const rows = (values: ArrayLike<number>, size: number) =>
  Array.from({ length: values.length / size }, (_, i) => Array.from({ length: size }, (__, j) => values[i * size + j]!)); // prettier-ignore
const learned = (vectors: readonly number[][]) => {
  const baseline = new Baseline(vectors[0]!.length);
  vectors.forEach((vector) => baseline.push(vector));
  return baseline;
};

describe('Baseline', () => {
  const points = rows(golden.points, 3);

  it("has NumPy's covariance, also merged from parts and saved", () => {
    expectNear(learned(points).covariance, golden.covariance, 1e-12);
    const [first, second] = [learned(points.slice(0, 13)), learned(points.slice(13))];
    const resumed = new Baseline(3);
    resumed.load(decodeSnapshot(encodeSnapshot(first.save())));
    resumed.merge(second);
    expectNear(resumed.covariance, golden.covariance, 1e-12);
    expectNear(resumed.mean, learned(points).mean, 1e-12);
    expect(resumed.count).toBe(80);
  });

  it('rejects vectors, baselines and states of another size', () => {
    expect(() => new Baseline(3).push([1])).toThrow('expected a vector of 3, got 1');
    expect(() => new Baseline(3).merge(new Baseline(2))).toThrow('expected a baseline of 3, got 2');
    expect(() => new Baseline(3).load(new Baseline(2).save())).toThrow('baseline: expected a state of vectors of 3'); // prettier-ignore
  });
});

describe('MovingDistance', () => {
  const size = 4;
  const baseline = learned(rows(noise(8000, 1), size));

  it('is 1 in root mean square while nothing changes', () => {
    const moving = new MovingDistance(baseline);
    const distances = rows(noise(16_000, 2), size).map((vector) => moving.push(vector));
    const squares = distances.slice(200).reduce((sum, value) => sum + value ** 2, 0);
    expect(Math.sqrt(squares / (distances.length - 200))).toBeCloseTo(1, 0);
  });

  it('grows with a shift to √((2 - α)/α) times its size, and goes on from a saved state', () => {
    const moving = new MovingDistance(baseline, { weight: 0.05, shrinkage: 0 });
    const shifted = rows(noise(4000, 3), size).map((vector) => [
      vector[0]! + 2,
      ...vector.slice(1),
    ]);
    shifted.slice(0, 500).forEach((vector) => moving.push(vector));
    const resumed = new MovingDistance(baseline, { weight: 0.05, shrinkage: 0 });
    resumed.load(decodeSnapshot(encodeSnapshot(moving.save())));
    const ends = [moving, resumed].map((each) => shifted.slice(500).map((v) => each.push(v)).at(-1)!); // prettier-ignore
    expect(ends[0]).toBe(ends[1]);
    // 2 deviations · √(39 / 4 dimensions)
    expect(Math.abs(ends[0]! / (2 * Math.sqrt(39 / 4)) - 1)).toBeLessThan(0.25);
  });

  it('names what is wrong', () => {
    expect(() => new MovingDistance(new Baseline(2), { weight: 0, shrinkage: 2 })).toThrow(
      'weight: must be above 0 and below 1, got 0; shrinkage: must lie in 0 to 1, got 2; baseline: must hold at least 2 vectors, got 0',
    );
  });
});

describe('Cusum', () => {
  it('is worked out by hand', () => {
    const cusum = new Cusum({ mean: 10, deviation: 2, slack: 0.5, threshold: 2 });
    // z = 1, 2, -3: rise 0.5, 2, 0; fall 0, 0, 2.5
    expect([12, 14, 4].map((value) => cusum.push(value))).toEqual([
      { rise: 0.5, fall: 0, change: 'none' },
      { rise: 2, fall: 0, change: 'rise' },
      { rise: 0, fall: 2.5, change: 'fall' },
    ]);
  });

  it('runs as long as tables say: 465 values to a false alarm, 10.4 to a shift of one deviation (Montgomery, table 9.3)', () => {
    const meanRun = (shift: number, values: Float32Array) => {
      const cusum = new Cusum({ mean: 0, deviation: 1 });
      const ends: number[] = [0];
      values.forEach((value, i) => {
        if (cusum.push(value + shift).change === 'none') return;
        ends.push(i + 1);
        cusum.reset();
      });
      return ends.at(-1)! / (ends.length - 1);
    };
    expect(meanRun(0, noise(400_000, 4))).toBeGreaterThan(465 * 0.9);
    expect(meanRun(0, noise(400_000, 4))).toBeLessThan(465 * 1.1);
    expect(meanRun(1, noise(100_000, 5))).toBeCloseTo(10.4, 0);
  });

  it('goes on from a saved state', () => {
    const [a, b] = [new Cusum({ mean: 0, deviation: 1 }), new Cusum({ mean: 0, deviation: 1 })];
    a.push(3);
    b.load(decodeSnapshot(encodeSnapshot(a.save())));
    expect(b.push(1)).toEqual(a.push(1));
    expect(() => a.load({ tensors: new Map(), state: null })).toThrow('cusum: expected two sums');
    expect(() => new Cusum({ mean: 0, deviation: 0 })).toThrow('deviation: must be above 0, got 0');
  });
});

describe('stabilityIndex', () => {
  it("is NumPy's, and 0 for equal shares", () => {
    expectNear([stabilityIndex([10, 20, 30, 40], [15, 15, 20, 50])], [golden.stability], 1e-12);
    expect(stabilityIndex([1, 2], [10, 20])).toBe(0);
  });

  it('counts by bins of equal shares', () => {
    const edges = equalShareEdges([...Array(100).keys()], 4);
    expect(countsByBin([...Array(100).keys()], edges)).toEqual([25, 25, 25, 25]);
    expect(countsByBin([-1, 1000], edges)).toEqual([1, 0, 0, 1]);
  });

  it('rejects counts that cannot be compared', () => {
    expect(() => stabilityIndex([1, 2], [1])).toThrow('counts: must be of equal numbers of bins, not all empty'); // prettier-ignore
    expect(() => stabilityIndex([0, 0], [1, 1])).toThrow('counts: must be');
  });
});
