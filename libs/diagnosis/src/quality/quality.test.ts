import { describe, expect, it } from 'vitest';
import { noise } from '../testing.js';
import { badSignal } from './quality.js';

/** Samples in whole steps of a converter. */
const inSteps = (samples: Float32Array, step: number) =>
  samples.map((value) => Math.round(value / step) * step);

const sine = (hertz: number, amplitude: number) =>
  Float32Array.from(
    { length: 1200 },
    (_, t) => amplitude * Math.sin((2 * Math.PI * hertz * t) / 12_000),
  );

/** Noise that stays at one value for a while. */
const held = (length: number, value: number) => noise(1200, 1).fill(value, 500, 500 + length);

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

  it.each([
    ['zeros in the middle', held(8, 0)],
    ['the last value held', held(100, 0.37)],
    ['several gaps', held(60, 0).fill(0, 100, 160).fill(0, 900, 1000)],
    ['a limit below a spike', sine(100, 1).map((value, t) => (t === 3 ? 9 : Math.min(0.5, value)))],
    ['zeros of a coarse converter', inSteps(noise(1200, 1), 1).fill(0, 500, 600)],
  ])('finds %s', (_, window) => {
    expect(badSignal(window)).toBe('dropout');
  });

  it.each([
    ['seven equal samples', held(7, 0)],
    ['noise in steps of its deviation', inSteps(noise(1200, 1), 1)],
    ['a slow sine in ten steps', inSteps(sine(50, 10), 1)],
    ['a shaft below the noise of a coarse converter', inSteps(noise(1200, 2).map((value, t) => value / 4 + sine(30, 2)[t]!), 1)],
  ])('finds nothing wrong with %s', (_, window) => {
    expect(badSignal(window)).toBeUndefined();
  }); // prettier-ignore
});
