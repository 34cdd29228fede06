import { fft } from '@polymath/tensor';
import type { Filters } from '../nsae/index.js';

/** Where in frequency a filter listens. */
export interface Band {
  /** Place of the filter. */
  filter: number;
  /** Mean of frequency, weighted by power, in Hz. */
  centreHz: number;
  /** Twice the standard deviation of frequency, weighted by power, in Hz. */
  widthHz: number;
}

/** Magnitudes of a filter's spectrum. */
export interface FilterSpectrum {
  /** From 0 to half the sampling rate: [points / 2 + 1] */
  frequenciesHz: Float64Array;
  /** [points / 2 + 1] */
  magnitudes: Float64Array;
}

/** Points of a spectrum; filters are padded with zeros. */
const points = 512;

/** The magnitude spectrum of one filter; of a folded bank, what it does to the raw signal. */
export function filterSpectrum(
  filters: Filters,
  filter: number,
  sampleRateHz: number,
): FilterSpectrum {
  const { inputs, values } = filters;
  const length = Math.max(points, inputs);
  const parts = new Float64Array(2 * length);
  for (let t = 0; t < inputs; t++) parts[2 * t] = values[filter * inputs + t]!;
  const { parts: spectrum } = fft({ length, parts });
  const half = Math.floor(length / 2) + 1;
  return {
    frequenciesHz: Float64Array.from({ length: half }, (_, k) => (k * sampleRateHz) / length),
    magnitudes: Float64Array.from({ length: half }, (_, k) =>
      Math.hypot(spectrum[2 * k]!, spectrum[2 * k + 1]!),
    ),
  };
}

/** The band of each filter, by rising centre: two runs can be compared in this order alone. */
export function bandsOf(filters: Filters, sampleRateHz: number): Band[] {
  const bands = Array.from({ length: filters.outputs }, (_, filter) => {
    const { frequenciesHz, magnitudes } = filterSpectrum(filters, filter, sampleRateHz);
    const powers = magnitudes.map((value) => value ** 2);
    const total = powers.reduce((sum, value) => sum + value, 0) || 1;
    const weighted = (of: (hertz: number) => number) =>
      powers.reduce((sum, power, k) => sum + power * of(frequenciesHz[k]!), 0) / total;
    const centreHz = weighted((hertz) => hertz);
    return {
      filter,
      centreHz,
      widthHz: 2 * Math.sqrt(weighted((hertz) => (hertz - centreHz) ** 2)),
    };
  });
  return bands.sort((a, b) => a.centreHz - b.centreHz);
}
