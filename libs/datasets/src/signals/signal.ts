import { PolymathError } from '@polymath/errors';

/** What was recorded in one go: channels of equal length. */
export interface Signal {
  /** Samples a second of each channel. */
  sampleRateHz: number;
  channels: readonly Channel[];
}

/** The samples of one sensor. */
export interface Channel {
  name: string;
  samples: Float32Array;
}

/**
 * Checks a sampling rate that a caller must know: it cannot be read off a file without one.
 * @throws invalid-input unless it is finite and above 0
 */
export function checkSampleRate(sampleRateHz: number): void {
  if (sampleRateHz > 0 && sampleRateHz < Infinity) return;
  throw new PolymathError('invalid-input', `sampleRateHz must be above 0, got ${sampleRateHz}`);
}
