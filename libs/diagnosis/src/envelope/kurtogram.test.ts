import { describe, expect, it } from 'vitest';
import { skf6205 } from '../bearing/index.js';
import { simulateBearing } from '../generator/index.js';
import { expectNoLeak, noise } from '../testing.js';
import { analyzeEnvelope, envelopeDefaults } from './analyze.js';
import { kurtogram, kurtogramBand } from './kurtogram.js';

const rate = 12_000;
const whole = { levels: 3, fromHz: 0 };

/** A sine that sounds for a share of each tenth of a second. */
const gated = (hertz: number, share: number) =>
  Float32Array.from({ length: 48_000 }, (_, t) =>
    t % 1200 < share * 1200 ? Math.sin((2 * Math.PI * hertz * t) / rate) : 0,
  );

describe('kurtogram', () => {
  it('has halves, thirds, quarters, sixths and eighths of the band up to half the rate', () => {
    const bands = kurtogram(noise(4096, 1), rate, whole).map(({ band }) => band.map(Math.round));
    expect(bands).toHaveLength(2 + 3 + 4 + 6 + 8);
    expect(bands.slice(0, 5)).toEqual([[0, 3000], [3000, 6000], [0, 2000], [2000, 4000], [4000, 6000]]); // prettier-ignore
    expect(bands.at(-1)).toEqual([5250, 6000]);
  });

  it('is 0 for Gaussian noise in every band', () => {
    for (const { kurtosis } of kurtogram(noise(120_000, 1), rate, whole))
      expect(Math.abs(kurtosis)).toBeLessThan(0.25);
  });

  it('is -1 for a sine, and 1/p - 2 for one that sounds for a share p of the time', () => {
    const at = (samples: Float32Array) => kurtogram(samples, rate, whole)[1]!.kurtosis; // 3,000 to 6,000 Hz
    expect(at(gated(4500, 1))).toBeCloseTo(-1, 3);
    expect(at(gated(4500, 0.25))).toBeCloseTo(2, 0);
    expect(Math.abs(at(gated(4500, 0.1)) / 8 - 1)).toBeLessThan(0.05);
  });

  it('names what is wrong, and leaves no tensor behind', async () => {
    expect(() => kurtogram(new Float32Array(100), 0, { levels: 0, fromHz: 9 })).toThrow(
      'levels: must be a whole number of at least 1, got 0; sampleRateHz: must be above 0, got 0; fromHz: must lie in 0 to half the sampling rate, got 9',
    );
    expect(() => kurtogram(new Float32Array(100), rate)).toThrow('samples: must be at least 512, got 100'); // prettier-ignore
    await expectNoLeak(() => {
      kurtogram(noise(4096, 1), rate);
    });
  });
});

describe('kurtogramBand', () => {
  it('finds a band in which a simulated fault shows', () => {
    const record = simulateBearing({ fault: 'outer-race', severity: 1.4, slip: 0.001 });
    const band = kurtogramBand(record.samples, rate);
    expect(band[0]).toBeGreaterThanOrEqual(2000);
    expect(band[1]).toBeGreaterThan(3600); // a resonance
    const input = { ...record, bearing: skf6205 };
    expect(analyzeEnvelope(input, { ...envelopeDefaults, bands: [band] }).verdict).toBe('outer-race'); // prettier-ignore
  });
});
