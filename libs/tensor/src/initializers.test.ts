import { describe, expect, it } from 'vitest';
import { fromPyTorchDefaults } from './initializers.js';
import { randomStream } from './random/index.js';
import { liveTensors } from './scope.js';

describe('fromPyTorchDefaults', () => {
  it('fills the range of one over the root of fan-in', () => {
    // A convolution 5x5 from 6 channels: fan-in 150, bound 1 / √150 = 0.0816497.
    const values = fromPyTorchDefaults(randomStream(1, 'conv'), [5, 5, 6, 160], 150);
    expect(values).toHaveLength(24_000);
    const [low, high] = [
      values.reduce((a, b) => Math.min(a, b)),
      values.reduce((a, b) => Math.max(a, b)),
    ];
    expect(low).toBeGreaterThanOrEqual(-0.0816497);
    expect(low).toBeLessThan(-0.0815);
    expect(high).toBeLessThanOrEqual(0.0816497);
    expect(high).toBeGreaterThan(0.0815);
  });

  it('gives the same values for the same stream', () => {
    const [a, b] = [1, 1].map((seed) => fromPyTorchDefaults(randomStream(seed, 'w'), [3, 4], 3));
    expect(a).toEqual(b);
  });

  it('leaves no tensor', () => {
    const random = randomStream(1, 'w');
    fromPyTorchDefaults(random, [3, 4], 3);
    const before = liveTensors();
    fromPyTorchDefaults(random, [3, 4], 3);
    expect(liveTensors()).toBe(before);
  });

  it('rejects a fan-in of nothing', () => {
    expect(() => fromPyTorchDefaults(randomStream(1, 'w'), [3], 0)).toThrow(
      'fanIn must be a whole number of at least 1, got 0',
    );
  });
});
