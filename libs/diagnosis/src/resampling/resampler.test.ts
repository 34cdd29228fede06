import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from '@polymath/tensor';
import { expectNear, noise } from '../testing.js';
import { resample, Resampler } from './resampler.js';

/** Made by tools/golden/src/resampling.py from SciPy. */
const golden = JSON.parse(
  readFileSync(new URL('golden/resampling.json', import.meta.url), 'utf8'),
) as { samples: number[]; cases: { up: number; down: number; values: number[] }[] };

describe('resample', () => {
  it.each(golden.cases)("gives SciPy's samples: $up to $down", ({ up, down, values }) => {
    const samples = Float32Array.from(golden.samples);
    expectNear(resample(samples, { fromHz: 100 * down, toHz: 100 * up }), values, 1e-6);
  });

  it('keeps what lies below 0.45 of the new rate and takes out by 80 dB what would be folded', () => {
    const tone = (hertz: number) =>
      Float32Array.from({ length: 24_000 }, (_, t) => Math.SQRT2 * Math.sin((2 * Math.PI * hertz * t) / 48_000)); // prettier-ignore
    const level = (hertz: number) => {
      const middle = resample(tone(hertz), { fromHz: 48_000, toHz: 12_000 }).subarray(1000, 5000);
      return Math.sqrt(middle.reduce((sum, value) => sum + value ** 2, 0) / middle.length);
    };
    expect(level(5400)).toBeCloseTo(1, 3);
    expect(level(6000)).toBeLessThan(1.5e-4);
    expect(level(17_000)).toBeLessThan(1e-4);
  });

  it('leaves samples alone where the rate stays', () => {
    const samples = noise(50, 1);
    expect(resample(samples, { fromHz: 12_000, toHz: 12_000 })).toEqual(samples);
  });
});

describe('Resampler', () => {
  const samples = noise(3000, 2);
  const rates = { fromHz: 25_600, toHz: 12_000 };
  const whole = resample(samples, rates);

  it.each([1, 7, 1000])('gives the same bits in blocks of %i, also from saved states', (size) => {
    let resampler = new Resampler(rates);
    const given: number[] = [];
    for (let at = 0; at < samples.length; at += size) {
      given.push(...resampler.push(samples.subarray(at, at + size)));
      if (at % 100 !== 0) continue;
      const state = encodeSnapshot(resampler.save());
      expect(state.length).toBeLessThan(20_000);
      resampler = new Resampler(rates);
      resampler.load(decodeSnapshot(state));
    }
    expect(Float32Array.from([...given, ...resampler.finish()])).toEqual(whole);
  });

  it('rejects higher rates, rates of 0, and ratios of large numbers', () => {
    expect(() => new Resampler({ fromHz: 12_000, toHz: 48_000 })).toThrow('toHz: must be at most fromHz 12000, got 48000'); // prettier-ignore
    expect(() => new Resampler({ fromHz: 0, toHz: -1 })).toThrow('fromHz: must be above 0, got 0; toHz: must be above 0, got -1'); // prettier-ignore
    expect(() => new Resampler({ fromHz: 12_001, toHz: 12_000 })).toThrow('must be to fromHz as whole numbers up to 1000 are, got 12000 to 12001'); // prettier-ignore
    const resampler = new Resampler(rates);
    expect(() => { resampler.load({ tensors: new Map(), state: { received: 3, given: 0, first: 0 } }); }).toThrow('resampler: expected 3 kept samples, got none'); // prettier-ignore
  });
});
