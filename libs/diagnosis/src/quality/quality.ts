import { momentsOf } from '../preprocessing/index.js';

/** Why a window says nothing: no spread, values that are no numbers, or samples that stay at the limits of the converter. */
export type BadSignal = 'constant' | 'not-finite' | 'clipped';

/** So many samples in a row at the largest or the smallest value are no peak of a vibration. */
const clippedRun = 4;

/**
 * What is wrong with a window, if anything: to be asked before a probability is.
 * @returns undefined for a usable one
 */
export function badSignal(window: Float32Array): BadSignal | undefined {
  if (!window.every(Number.isFinite)) return 'not-finite';
  const { deviation } = momentsOf(window);
  if (!(deviation > 0)) return 'constant';
  return longestRunAtLimits(window) >= clippedRun ? 'clipped' : undefined;
}

function longestRunAtLimits(window: Float32Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of window) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  let [longest, run] = [0, 0];
  for (let t = 0; t < window.length; t++) {
    const value = window[t]!;
    const isAtLimit = value === most || value === least;
    run = isAtLimit ? (value === window[t - 1] ? run + 1 : 1) : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
