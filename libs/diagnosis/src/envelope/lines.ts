import { hann, magnitudesOf } from '../spectrum/index.js';

/** Amplitudes of the lines of a spectrum. */
export interface LineSpectrum {
  /** From one line to the next, in Hz. */
  stepHz: number;
  /** Amplitude of a sine at each line, from 0 on. */
  amplitudes: Float64Array;
}

/** The spectrum of an envelope: without its mean, under Hann's window, so scaled that a sine has its amplitude. */
export function envelopeSpectrum(envelope: Float64Array, sampleRateHz: number): LineSpectrum {
  const { length } = envelope;
  const mean = envelope.reduce((sum, value) => sum + value, 0) / length;
  const window = hann(length);
  const gain = 2 / window.reduce((sum, value) => sum + value, 0);
  const magnitudes = magnitudesOf(
    envelope.map((value, t) => (value - mean) * window[t]!),
    length,
  );
  return { stepHz: sampleRateHz / length, amplitudes: magnitudes.map((value) => gain * value) };
}

/** The highest line near a frequency, and how far it stands out. */
export interface Line {
  frequencyHz: number;
  amplitude: number;
  /** log10 of the amplitude over the median of the lines around. */
  evidence: number;
}

/**
 * The highest line within `search` of a frequency, against the median of the lines within `around`, both in Hz.
 * @returns undefined when the spectrum does not reach so far, or is too coarse
 */
export function lineNear(
  { stepHz, amplitudes }: LineSpectrum,
  frequencyHz: number,
  { search, around }: { search: number; around: number },
): Line | undefined {
  const between = (width: number): [number, number] => [
    Math.max(1, Math.ceil((frequencyHz - width) / stepHz)),
    Math.floor((frequencyHz + width) / stepHz),
  ];
  const [first, last] = between(search);
  const [low, high] = between(around);
  if (first > last || high >= amplitudes.length || high - low < 4) return undefined;
  let peak = first;
  for (let k = first; k <= last; k++) if (amplitudes[k]! > amplitudes[peak]!) peak = k;
  const sorted = amplitudes.slice(low, high + 1).sort();
  const median = sorted[Math.floor(sorted.length / 2)]!;
  const evidence = median > 0 ? Math.log10(amplitudes[peak]! / median) : 0;
  return { frequencyHz: peak * stepHz, amplitude: amplitudes[peak]!, evidence };
}
