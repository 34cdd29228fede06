import { fft, inverseFft } from '@polymath/tensor';
import { badUnless, refuse } from '../checks.js';
import { complexOf } from '../spectrum/index.js';

/** From and to, in Hz. */
export type FrequencyBand = readonly [fromHz: number, toHz: number];

/**
 * The squared envelope of a band of a signal: |analytic signal|², by the transform of the whole signal without its mean, of which the positive
 * frequencies within the band are kept, twice.
 * @returns in samples², [samples]
 * @throws invalid-input when the band is empty or reaches beyond half the sampling rate
 */
export function squaredEnvelope(
  samples: Float32Array,
  sampleRateHz: number,
  [fromHz, toHz]: FrequencyBand,
): Float64Array {
  const fits = fromHz >= 0 && fromHz < toHz && toHz <= sampleRateHz / 2;
  refuse(
    badUnless(
      fits,
      'band',
      `must rise within 0 to ${sampleRateHz / 2} Hz, got ${fromHz} to ${toHz}`,
    ),
  );
  const { length } = samples;
  const { parts } = fft({ length, parts: complexOf(samples) });
  for (let k = 0; k < length; k++) {
    const hertz = (k * sampleRateHz) / length;
    const isKept = k > 0 && k <= length / 2 && hertz >= fromHz && hertz <= toHz;
    const factor = isKept ? (2 * k === length ? 1 : 2) : 0;
    parts[2 * k]! *= factor;
    parts[2 * k + 1]! *= factor;
  }
  const { parts: analytic } = inverseFft({ length, parts });
  return Float64Array.from({ length }, (_, t) => analytic[2 * t]! ** 2 + analytic[2 * t + 1]! ** 2);
}

/** Kurtosis of a squared envelope without excess: high where a band holds impacts, 9 for Gaussian noise of one frequency line's width. */
export function envelopeKurtosis(envelope: Float64Array): number {
  const mean = envelope.reduce((sum, value) => sum + value, 0) / envelope.length;
  let [second, fourth] = [0, 0];
  for (const value of envelope) {
    second += (value - mean) ** 2;
    fourth += (value - mean) ** 4;
  }
  return second > 0 ? (fourth * envelope.length) / second ** 2 : 0;
}

/** Bands of a third of an octave, from centre frequencies of `fromHz` on up to half the sampling rate. */
export function thirdOctaveBands(sampleRateHz: number, fromHz = 500): FrequencyBand[] {
  const edge = 2 ** (1 / 6);
  const bands: FrequencyBand[] = [];
  for (let centre = fromHz; centre * edge <= sampleRateHz / 2; centre *= 2 ** (1 / 3)) {
    bands.push([centre / edge, centre * edge]);
  }
  return bands;
}

/** The band whose squared envelope has the highest kurtosis: where impacts stand out most. */
export function mostImpulsiveBand(
  samples: Float32Array,
  sampleRateHz: number,
  bands = thirdOctaveBands(sampleRateHz),
): FrequencyBand {
  const kurtoses = bands.map((band) =>
    envelopeKurtosis(squaredEnvelope(samples, sampleRateHz, band)),
  );
  return bands[kurtoses.indexOf(Math.max(...kurtoses))]!;
}
