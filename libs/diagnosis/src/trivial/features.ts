import { indicatorsOf, Moments } from '../health/index.js';
import { momentsOf, rowOf, type Rows, type Windows } from '../preprocessing/index.js';
import { welch } from '../spectrum/index.js';

/** Features that nothing is learned for: `spectrum`, the logarithm of the averaged power spectrum; `statistics`, 15 classical numbers. */
export type TrivialKind = 'spectrum' | 'statistics';

/** Samples a frame of the averaged spectrum. */
const frame = 256;

/** Features of windows: rows of 129 for `spectrum`, of 15 for `statistics`. */
export function trivialFeatures(kind: TrivialKind, windows: Windows): Rows {
  const of = kind === 'spectrum' ? logSpectrum : statistics;
  const rows = Array.from({ length: windows.count }, (_, i) => of(rowOf(windows, i)));
  const length = rows[0]!.length;
  const values = new Float32Array(rows.length * length);
  rows.forEach((row, i) => values.set(row, i * length));
  return { count: rows.length, length, values };
}

/** Below this power a logarithm says nothing, in samples². */
const floor = 1e-12;

const logSpectrum = (window: Float32Array): number[] =>
  [...welch(window, frame)].map((power) => Math.log(power + floor));

/**
 * Eleven numbers of the waveform without its mean (levels: RMS, peak, peak to peak, mean |x|, (mean √|x|)²; shapes: skewness, kurtosis, crest,
 * shape, impulse, clearance) and four of the spectrum; all 0 for a constant window.
 */
function statistics(window: Float32Array): number[] {
  const { mean } = momentsOf(window);
  const moments = new Moments();
  moments.push(Float64Array.from(window, (value) => value - mean));
  const indicators = indicatorsOf(moments);
  if (!indicators) return Array<number>(15).fill(0);
  const { rms, peak, peakToPeak, skewness, kurtosis, crest, shape, impulse, clearance } =
    indicators;
  return [
    ...[rms, peak, peakToPeak, rms / shape, peak / clearance],
    ...[skewness, kurtosis, crest, shape, impulse, clearance],
    ...spectralStatistics(welch(window, frame)),
  ];
}

/** Centre, spread and root mean square of frequency, in cycles a sample, and the entropy of the spectrum, in nats. */
function spectralStatistics(powers: Float64Array): number[] {
  const total = powers.reduce((sum, power) => sum + power, floor);
  const shares = powers.map((power) => power / total);
  const moment = (of: (frequency: number) => number) =>
    shares.reduce((sum, share, k) => sum + share * of(k / frame), 0);
  const centre = moment((frequency) => frequency);
  const spread = Math.sqrt(moment((frequency) => (frequency - centre) ** 2));
  const entropy = shares.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0);
  return [centre, spread, Math.hypot(centre, spread), entropy];
}
