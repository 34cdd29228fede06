import type { Waveform } from '@polymath/contracts/polymath/diagnosis/v1/recording';

/** As many pieces as a picture has pixels. */
const mostPieces = 2000;

/** The smallest and the largest value of each of at most 2,000 equal pieces of a signal; what is no number is left out. */
export function waveformOf(samples: Float32Array, sampleRateHz: number): Waveform {
  const size = Math.max(1, Math.ceil(samples.length / mostPieces));
  const pieces = Array.from({ length: Math.ceil(samples.length / size) }, (_, i) =>
    samples.subarray(i * size, (i + 1) * size).filter(Number.isFinite),
  );
  const extreme = (of: (...values: number[]) => number) =>
    pieces.map((piece) => (piece.length === 0 ? 0 : piece.reduce((a, b) => of(a, b))));
  return {
    stepSeconds: size / sampleRateHz,
    low: extreme(Math.min),
    high: extreme(Math.max),
  };
}
