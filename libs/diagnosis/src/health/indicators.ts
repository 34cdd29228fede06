import type { Moments } from './moments.js';

/** Health indicators; those with a unit have that of the samples. */
export interface Indicators {
  mean: number;
  /** Root of the mean square of the samples as they are; an offset counts. */
  rms: number;
  /** Of n, not n - 1. */
  deviation: number;
  /** Largest magnitude. */
  peak: number;
  peakToPeak: number;
  /** E[(x - μ)³] / σ³; 0 for a symmetric signal. */
  skewness: number;
  /** E[(x - μ)⁴] / σ⁴, not the excess: 3 for Gaussian noise, 1.5 for a sine. */
  kurtosis: number;
  /** peak / rms */
  crest: number;
  /** rms / mean |x| */
  shape: number;
  /** peak / mean |x| */
  impulse: number;
  /** peak / (mean √|x|)² */
  clearance: number;
}

/**
 * Indicators of all samples that were counted.
 * @returns undefined for no sample, or a constant signal, whose ratios have no value
 */
export function indicatorsOf(moments: Moments): Indicators | undefined {
  const { count, mean, second, third, fourth, absolute, roots, least, most } = moments.state;
  if (count === 0 || !(second > 0)) return undefined;
  const variance = second / count;
  const rms = Math.sqrt(variance + mean * mean);
  const peak = Math.max(Math.abs(least), Math.abs(most));
  const magnitude = absolute / count;
  return {
    ...{ mean, rms, peak },
    deviation: Math.sqrt(variance),
    peakToPeak: most - least,
    skewness: third / count / variance ** 1.5,
    kurtosis: fourth / count / variance ** 2,
    crest: peak / rms,
    shape: rms / magnitude,
    impulse: peak / magnitude,
    clearance: peak / (roots / count) ** 2,
  };
}
