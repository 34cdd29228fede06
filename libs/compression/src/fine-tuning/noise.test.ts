import { describe, expect, it } from 'vitest';
import { floatsOf, tidy } from '@polymath/tensor';
import type { InputSource } from '../classifier/input-source.js';
import { noiseSource } from './noise.js';

const options = { samples: 200, shape: [8, 8, 2], seed: 1, name: 'inputs' };
const valuesOf = (source: InputSource) =>
  tidy(() => floatsOf(source.batch(Int32Array.from({ length: source.count }, (_, i) => i))));

function moments(values: Float32Array) {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  return { mean, variance, largest: values.reduce((most, v) => Math.max(most, Math.abs(v)), 0) };
}

describe('noiseSource', () => {
  it('draws uniform numbers from -1 to 1', () => {
    const { mean, variance, largest } = moments(valuesOf(noiseSource('uniform', options)));
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1 / 3, 2);
    expect(largest).toBeLessThanOrEqual(1);
    expect(largest).toBeGreaterThan(0.99);
  });

  it('draws normal numbers of mean 0 and variance 1', () => {
    const { mean, variance } = moments(valuesOf(noiseSource('gaussian', options)));
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  it('has inputs of the shape', () => {
    const source = noiseSource('gaussian', options);
    expect([source.count, source.shape]).toEqual([200, [8, 8, 2]]);
    tidy(() => {
      expect(source.batch(Int32Array.of(3, 5)).shape).toEqual([2, 8, 8, 2]);
    });
  });

  it('repeats for seed and name, and differs for another of either', () => {
    const draw = (changed: object) => valuesOf(noiseSource('uniform', { ...options, ...changed }));
    expect(draw({})).toEqual(draw({}));
    expect(draw({ seed: 2 })).not.toEqual(draw({}));
    expect(draw({ name: 'held out' })).not.toEqual(draw({}));
  });

  it('rejects no samples', () => {
    expect(() => noiseSource('uniform', { ...options, samples: 0 })).toThrow(
      'samples must be a whole number of at least 1, got 0',
    );
  });
});
