import { describe, expect, it } from 'vitest';
import { noise } from '../testing.js';
import { accelerationFactor, convertAcceleration, type AccelerationUnit } from './acceleration.js';

describe('accelerationFactor', () => {
  it('is 9.80665 m/s² for a g (3rd CGPM, 1901), its inverse, and 1 within a unit', () => {
    expect(accelerationFactor('g', 'm/s²')).toBe(9.80665);
    expect(accelerationFactor('m/s²', 'g')).toBeCloseTo(0.10197162129779283, 16);
    expect([accelerationFactor('g', 'g'), accelerationFactor('m/s²', 'm/s²')]).toEqual([1, 1]);
  });

  it('names what is no unit of acceleration', () => {
    expect(() => accelerationFactor('mm/s' as AccelerationUnit, 'g')).toThrow(
      'unit of acceleration must be one of g, m/s², got mm/s',
    );
  });
});

describe('convertAcceleration', () => {
  it('multiplies each sample, and leaves the given ones alone', () => {
    const samples = Float32Array.of(0, 1, -2);
    expect([...convertAcceleration(samples, 'g', 'm/s²')]).toEqual(
      [0, 9.80665, -19.6133].map(Math.fround),
    );
    expect([...samples]).toEqual([0, 1, -2]);
  });

  it('comes back to within the rounding of single precision', () => {
    const samples = noise(1000, 1);
    const back = convertAcceleration(convertAcceleration(samples, 'g', 'm/s²'), 'm/s²', 'g');
    back.forEach((value, t) => {
      expect(Math.abs(value - samples[t]!)).toBeLessThanOrEqual(1.2e-7 * Math.abs(samples[t]!));
    });
  });

  it('gives samples of the same unit as they are', () => {
    const samples = noise(10, 1);
    expect(convertAcceleration(samples, 'm/s²', 'm/s²')).toBe(samples);
  });
});
