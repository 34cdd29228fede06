import { momentsOf } from '../preprocessing/index.js';
import { longestRuns } from './runs.js';

/**
 * Why a window says nothing: no spread, values that are no numbers, samples that stay at the limits of the converter, or a value that is held where the
 * signal dropped out.
 */
export type BadSignal = 'constant' | 'not-finite' | 'clipped' | 'dropout';

/** So many samples in a row at the largest or the smallest value are no peak of a vibration. */
const clippedRun = 4;

/** So many equal samples in a row anywhere else are a value that is held: 0.7 ms at 12 kHz. */
const heldRun = 8;

/** A run that a window holds by chance more often than this is none: coarse converters and slow signals repeat values. */
const chance = 1e-6;

/**
 * What is wrong with a window, if anything: to be asked before a probability is.
 * @returns undefined for a usable one
 */
export function badSignal(window: Float32Array): BadSignal | undefined {
  if (!window.every(Number.isFinite)) return 'not-finite';
  const { deviation } = momentsOf(window);
  if (!(deviation > 0)) return 'constant';
  const { atLimits, elsewhere, repeats } = longestRuns(window);
  const isByChance = (run: number) => window.length * repeats ** (run - 1) > chance;
  if (atLimits >= clippedRun && !isByChance(atLimits)) return 'clipped';
  return elsewhere >= heldRun && !isByChance(elsewhere) ? 'dropout' : undefined;
}
