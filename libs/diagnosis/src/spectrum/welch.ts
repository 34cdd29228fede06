import { badCounts, badUnless, refuse } from '../checks.js';
import { hann, magnitudesOf } from './real.js';

/**
 * The averaged power spectrum (Welch 1967): frames that overlap by half, each without its mean and under Hann's window, in samples² a bin so that the
 * sum over bins is the variance.
 * @param frame samples a frame, even
 * @returns from 0 to half the sampling rate: [frame / 2 + 1]
 * @throws invalid-input when there are fewer samples than a frame, or it is odd
 */
export function welch(samples: Float32Array, frame: number): Float64Array {
  refuse(
    badCounts({ frame }, 2),
    badUnless(frame % 2 === 0, 'frame', `must be even, got ${frame}`),
    badUnless(
      samples.length >= frame,
      'samples',
      `must be at least ${frame}, got ${samples.length}`,
    ),
  );
  const count = Math.floor((samples.length - frame) / (frame / 2)) + 1;
  const window = hann(frame);
  const frames = new Float64Array(count * frame);
  for (let i = 0; i < count; i++) {
    const part = samples.subarray((i * frame) / 2, (i * frame) / 2 + frame);
    const mean = part.reduce((sum, value) => sum + value, 0) / frame;
    for (let t = 0; t < frame; t++) frames[i * frame + t] = (part[t]! - mean) * window[t]!;
  }
  const gain = frame * window.reduce((sum, value) => sum + value * value, 0);
  const magnitudes = magnitudesOf(frames, frame);
  const half = frame / 2 + 1;
  return Float64Array.from({ length: half }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += magnitudes[i * half + k]! ** 2;
    // Each bin but the first and the last stands for its mirror image too.
    const sides = k === 0 || k === half - 1 ? 1 : 2;
    return (sides * sum) / count / gain;
  });
}
