import { describe, expect, it } from 'vitest';
import { waveformOf } from './waveform.js';

describe('waveformOf', () => {
  it('is the signal itself while it is short', () => {
    const { stepSeconds, low, high } = waveformOf(Float32Array.of(1, -2, 3), 10);
    expect([stepSeconds, low, high]).toEqual([0.1, [1, -2, 3], [1, -2, 3]]);
  });

  it('keeps the extremes of each piece of a long one', () => {
    const samples = Float32Array.from({ length: 4500 }, (_, t) => (t === 7 ? -9 : t % 3));
    const { stepSeconds, low, high } = waveformOf(samples, 1000);
    expect(stepSeconds).toBe(0.003);
    expect(low).toHaveLength(1500);
    expect([low.slice(0, 4), high.slice(0, 4)]).toEqual([
      [0, 0, -9, 0],
      [2, 2, 2, 2],
    ]);
  });

  it('leaves out what is no number', () => {
    const { low, high } = waveformOf(Float32Array.of(NaN, 1), 1);
    expect([low, high]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});
