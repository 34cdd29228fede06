import { simulateBearing } from '@polymath/diagnosis';

/** Of all channels, in Hz. */
export const sampleRateHz = 12_000;
/** Samples a window, and from one to the next. */
export const hop = 1200;

/** Twenty seconds of a worn outer race, in g. */
export const benchSignal = (): Float32Array =>
  simulateBearing({ fault: 'outer-race', severity: 1.4, sampleRateHz, seed: 9, durationS: 20 })
    .samples;
