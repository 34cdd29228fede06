import { fft, inverseFft } from '@polymath/tensor';
import { badCounts, badPositives, badUnless, refuse } from '../checks.js';
import { complexOf } from '../spectrum/index.js';
import type { FrequencyBand } from './squared-envelope.js';

/** Settings of {@link kurtogram}. */
export interface KurtogramSettings {
  /** Halvings of the whole band, >= 1: the narrowest bands are 1/2^levels of it. */
  levels: number;
  /** Where bands begin, in Hz, at least 0: below it the shaft has its harmonics. */
  fromHz: number;
}

/** Down to a sixteenth, the 375 Hz of 12 kHz; from 500 Hz on, as {@link thirdOctaveBands}. */
export const kurtogramDefaults: KurtogramSettings = { levels: 4, fromHz: 500 };

/** How impulsive a band is. */
export interface BandKurtosis {
  band: FrequencyBand;
  /** E|c|⁴ / (E|c|²)² - 2 of the complex envelope c: 0 for Gaussian noise, -1 for one line, large for impacts. */
  kurtosis: number;
}

/**
 * The kurtogram on the grid of the fast one (J. Antoni, _Fast computation of the kurtogram for the detection of transient faults_, MSSP 21, 2007): spectral kurtosis of all halves, thirds, quarters,
 * sixths and so on of the band up to half the sampling rate. The paper's tree of filters is replaced by parts of one transform: each band's lines, transformed back by themselves, are its
 * complex envelope at the band's own rate.
 * @returns level by level, each from low to high
 * @throws invalid-input when a setting is bad, or the signal too short for the narrowest band
 */
export function kurtogram(
  samples: Float32Array,
  sampleRateHz: number,
  { levels, fromHz }: KurtogramSettings = kurtogramDefaults,
): BandKurtosis[] {
  refuse(
    badCounts({ levels }),
    badPositives({ sampleRateHz }),
    badUnless(
      fromHz >= 0 && fromHz < sampleRateHz / 2,
      'fromHz',
      `must lie in 0 to half the sampling rate, got ${fromHz}`,
    ),
    badUnless(
      samples.length >= 32 * 2 ** levels,
      'samples',
      `must be at least ${32 * 2 ** levels}, got ${samples.length}`,
    ),
  );
  const { parts } = fft({ length: samples.length, parts: complexOf(samples) });
  const bands = splitsOf(levels).flatMap((split) =>
    Array.from({ length: split }, (_, i) => [i / split, (i + 1) / split] as const),
  );
  return bands
    .map(([low, high]): BandKurtosis => {
      // From the line after the lower edge, so that 0 Hz, the mean, is none.
      const [first, end] = [low, high].map((edge) => Math.floor((edge * samples.length) / 2) + 1);
      const band = [(low * sampleRateHz) / 2, (high * sampleRateHz) / 2] as const;
      return { band, kurtosis: kurtosisOf(parts.slice(2 * first!, 2 * end!)) };
    })
    .filter(({ band }) => band[0] >= fromHz);
}

/** The most impulsive band of a {@link kurtogram}, to be given to the envelope analysis. */
export function kurtogramBand(
  samples: Float32Array,
  sampleRateHz: number,
  settings: KurtogramSettings = kurtogramDefaults,
): FrequencyBand {
  const bands = kurtogram(samples, sampleRateHz, settings);
  refuse(badUnless(bands.length > 0, 'fromHz', 'must leave a band at least'));
  return bands.reduce((best, each) => (each.kurtosis > best.kurtosis ? each : best)).band;
}

/** 2, 3, 4, 6, 8, 12, ... 2^levels bands. */
const splitsOf = (levels: number): number[] =>
  Array.from({ length: levels }, (_, k) =>
    k === 0 ? [2] : [3 * 2 ** (k - 1), 2 ** (k + 1)],
  ).flat();

function kurtosisOf(lines: Float64Array): number {
  const length = lines.length / 2;
  const { parts } = inverseFft({ length, parts: lines });
  let [second, fourth] = [0, 0];
  for (let t = 0; t < length; t++) {
    const power = parts[2 * t]! ** 2 + parts[2 * t + 1]! ** 2;
    second += power / length;
    fourth += power ** 2 / length;
  }
  return second > 0 ? fourth / second ** 2 - 2 : -1;
}
