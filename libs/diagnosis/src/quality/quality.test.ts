import { describe, expect, it } from 'vitest';
import { noise } from '../testing.js';
import { badSignal } from './quality.js';

describe('badSignal', () => {
  it('finds nothing wrong with noise', () => {
    expect(badSignal(noise(1200, 1))).toBeUndefined();
  });

  it('finds constants, what is no number, and samples that stay at the limits', () => {
    expect(badSignal(new Float32Array(10).fill(3))).toBe('constant');
    expect(badSignal(Float32Array.of(1, NaN, 2))).toBe('not-finite');
    const clipped = noise(1200, 1).map((value) => Math.min(0.2, value));
    expect(badSignal(clipped)).toBe('clipped');
  });
});
