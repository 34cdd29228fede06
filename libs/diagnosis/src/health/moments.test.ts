import { describe, expect, it } from 'vitest';
import { golden } from '../spectrum/golden.fixture.js';
import { expectNear, noise } from '../testing.js';
import { bandEnergies, velocityRms } from './bands.js';
import { indicatorsOf } from './indicators.js';
import { Moments } from './moments.js';

const counted = (...blocks: ArrayLike<number>[]) => {
  const moments = new Moments();
  blocks.forEach((block) => moments.push(block));
  return moments;
};
const sine = Float64Array.from({ length: 12_000 }, (_, t) => Math.sin((2 * Math.PI * 50 * t) / 12_000)); // prettier-ignore

describe('indicatorsOf', () => {
  it("are SciPy's", () => {
    const found = indicatorsOf(counted(golden.samples))!;
    for (const [name, value] of Object.entries(golden.indicators)) {
      expectNear([found[name as keyof typeof found]], [value], 1e-12);
    }
  });

  it('of a sine: crest √2, kurtosis 1.5', () => {
    const { crest, kurtosis, skewness } = indicatorsOf(counted(sine))!;
    expect(crest).toBeCloseTo(Math.SQRT2, 6);
    expect(kurtosis).toBeCloseTo(1.5, 6);
    expect(skewness).toBeCloseTo(0, 9);
  });

  it('of a million Gaussian samples: kurtosis 3', () => {
    expect(Math.abs(indicatorsOf(counted(noise(1_000_000, 1)))!.kurtosis - 3)).toBeLessThan(0.02);
  });

  it('have no value for a constant signal or none', () => {
    expect(indicatorsOf(counted([5, 5, 5]))).toBeUndefined();
    expect(indicatorsOf(new Moments())).toBeUndefined();
  });
});

describe('Moments', () => {
  const samples = noise(5000, 3).map((value) => value ** 3 + 100);

  it('give the same bits for blocks of any size, also from a saved state', () => {
    const blocks = [0, 1, 8, 900, 5000].map((end, i, ends) =>
      samples.subarray(ends[i - 1] ?? 0, end),
    );
    const inParts = counted(...blocks.slice(0, 3));
    const resumed = new Moments();
    resumed.load(inParts.save());
    blocks.slice(3).forEach((block) => resumed.push(block));
    expect(resumed.state).toEqual(counted(samples).state);
  });

  it('merge to what one pass gives', () => {
    const [a, b] = [counted(samples.subarray(0, 777)), counted(samples.subarray(777))];
    a.merge(b);
    a.merge(new Moments());
    const [merged, whole] = [a, counted(samples)].map((moments) => indicatorsOf(moments)!);
    for (const name of Object.keys(whole!) as (keyof typeof whole)[]) {
      expectNear([merged![name]], [whole![name]], 1e-12);
    }
  });

  it('reject a state that is none', () => {
    expect(() => new Moments().load({ tensors: new Map(), state: { count: 1 } })).toThrow('moments: expected a number mean, got null'); // prettier-ignore
  });
});

describe('velocityRms', () => {
  it('is the amplitude over ω: 1 g at 50 Hz', () => {
    const expected = (1000 * 9.80665) / (2 * Math.PI * 50) / Math.SQRT2;
    expect(velocityRms(Float32Array.from(sine), 12_000, 'g')).toBeCloseTo(expected, 3);
    expect(velocityRms(Float32Array.from(sine), 12_000, 'm/s²')).toBeCloseTo(expected / 9.80665, 4);
  });

  it('leaves out what lies below 10 Hz, and says nothing of a signal that is too short', () => {
    const slow = Float32Array.from({ length: 12_000 }, (_, t) => Math.sin((2 * Math.PI * 5 * t) / 12_000)); // prettier-ignore
    expect(velocityRms(slow, 12_000, 'g')).toBeLessThan(1e-3);
    expect(velocityRms(slow.subarray(0, 1000), 12_000, 'g')).toBeUndefined();
  });
});

describe('bandEnergies', () => {
  it('sum to the mean square, each line in its band', () => {
    const [low, high, rest] = bandEnergies(Float32Array.from(sine), 12_000, [0, 50, 60, 6001]);
    expectNear([low!, high!, rest!], [0, 0.5, 0], 1e-8);
  });
});
