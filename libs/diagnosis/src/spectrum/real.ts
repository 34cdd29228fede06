import { fft } from '@polymath/tensor';

/** Real numbers as rows of complex ones. */
export function complexOf(values: ArrayLike<number>): Float64Array {
  const parts = new Float64Array(2 * values.length);
  for (let i = 0; i < values.length; i++) parts[2 * i] = values[i]!;
  return parts;
}

/**
 * Magnitudes |X_k| of the transform of a real signal, k = 0 to ⌊n/2⌋, of each row.
 * @param values rows of `length`
 * @returns rows of ⌊length/2⌋ + 1
 */
export function magnitudesOf(values: ArrayLike<number>, length: number): Float64Array {
  const { parts } = fft({ length, parts: complexOf(values) });
  const half = Math.floor(length / 2) + 1;
  const result = new Float64Array((values.length / length) * half);
  for (let place = 0; place < result.length; place++) {
    const at = 2 * (Math.floor(place / half) * length + (place % half));
    result[place] = Math.hypot(parts[at]!, parts[at + 1]!);
  }
  return result;
}

/** Hann's window for spectra, ½ - ½·cos(2πt / n): [n]. */
export const hann = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, t) => 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / length));
