import { describe, expect, it } from 'vitest';
import { liveTensors, randomStream, tensor, tidy } from '@polymath/tensor';
import { distanceWeights } from './distance-weights.js';
import { mineTriplets, type Mining } from './mining.js';

const random = () => randomStream(1, 'mining');

function mine(values: number[][], labels: number[], mining: Mining = 'semi-hard') {
  return tidy(() => {
    const batch = { embeddings: tensor(values), labels: Int32Array.from(labels) };
    const { anchors, positives, negatives } = mineTriplets(batch, mining, random());
    return Array.from(anchors, (a, i) => [a, positives[i], negatives[i]]);
  });
}

describe('mineTriplets, semi-hard', () => {
  it('takes the nearest negative that is farther than the positive', () => {
    // Two of a class at 0 and 2; others at 1, 3, 9.
    expect(mine([[0], [2], [1], [3], [9]], [0, 0, 1, 1, 2]).slice(0, 2)).toEqual([
      [0, 1, 3], // 1 is nearer than the positive at 2
      [1, 0, 4], // 1 and 3 are
    ]);
  });

  it('takes the farthest negative where none is farther than the positive', () => {
    expect(mine([[0], [9], [1], [3]], [0, 0, 1, 2])[0]).toEqual([0, 1, 3]);
  });

  it('makes a triplet of every ordered pair of a class', () => {
    expect(mine([[0], [1], [2], [5]], [0, 0, 0, 1])).toHaveLength(6);
  });
});

describe('mineTriplets, distance-weighted', () => {
  const circle = Array.from({ length: 40 }, (_, i) => {
    const angle = (i * Math.PI) / 40;
    return [Math.cos(angle), Math.sin(angle), 0, 0];
  });
  const labels = circle.map((_, i) => (i < 10 ? 0 : i));

  it('draws negatives of another class, never beyond 1.4, and repeats for a seed', () => {
    const found = mine(circle, labels, 'distance-weighted');
    expect(found).toHaveLength(90);
    for (const [a, , n] of found) {
      expect(n).toBeGreaterThanOrEqual(10);
      expect(Math.hypot(circle[a!]![0]! - circle[n!]![0]!, circle[a!]![1]! - circle[n!]![1]!)).toBeLessThan(1.4); // prettier-ignore
    }
    expect(mine(circle, labels, 'distance-weighted')).toEqual(found);
    expect(new Set(found.map(([, , n]) => n)).size).toBeGreaterThan(5);
  });
});

describe('mineTriplets', () => {
  it('leaves no tensor behind', () => {
    mine([[0], [1], [2]], [0, 0, 1]);
    const before = liveTensors();
    mine([[0], [1], [2]], [0, 0, 1]);
    expect(liveTensors()).toBe(before);
  });

  it.each([[[0, 1, 2]], [[0, 0, 0]]])('rejects a batch of the classes %j', (labels) => {
    expect(() => mine([[0], [1], [2]], labels)).toThrow(
      `expected two samples of a class and one of another in a batch, got classes ${labels.join(', ')}`,
    );
  });
});

describe('distanceWeights', () => {
  it('is 1 over the density on the sphere: worked out for n = 5', () => {
    // d^-3 · (1 - d²/4)^-1 at 0.5 (for all nearer) and 1, over the larger.
    const [near, cut, far, beyond] = distanceWeights([0.2, 0.5, 1, 1.5], 5);
    expect([near, cut, beyond]).toEqual([1, 1, 0]);
    expect(far).toBeCloseTo(1 / (1 - 1 / 4) / (8 / (1 - 1 / 16)), 10);
  });

  it('is even where all are too far', () => {
    expect(distanceWeights([1.6, 2], 5)).toEqual([1, 1]);
  });
});
