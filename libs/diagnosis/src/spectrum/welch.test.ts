import { describe, expect, it } from 'vitest';
import { expectNear, noise } from '../testing.js';
import { golden } from './golden.fixture.js';
import { welch } from './welch.js';

describe('welch', () => {
  it("is SciPy's", () => {
    expectNear(welch(Float32Array.from(golden.samples), 256), golden.welch, 1e-9);
  });

  it('sums to the variance', () => {
    const powers = welch(noise(60_000, 1), 256);
    expect(powers.reduce((sum, power) => sum + power, 0)).toBeCloseTo(1, 1);
  });

  it('names what is wrong', () => {
    expect(() => welch(new Float32Array(10), 255)).toThrow('frame: must be even, got 255; samples: must be at least 255, got 10'); // prettier-ignore
  });
});
