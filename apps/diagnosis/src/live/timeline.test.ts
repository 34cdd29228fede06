import { describe, expect, it } from 'vitest';
import { resample } from '@polymath/diagnosis';
import type { ReadBlock } from './block-reader.js';
import { Timeline } from './timeline.js';

const rising = (from: number, count: number) => Float32Array.from({ length: count }, (_, i) => from + i); // prettier-ignore
const blockOf = (samples: Float32Array, patch: Partial<ReadBlock> = {}): ReadBlock => ({
  ...{ sequence: 0n, t0Nanos: 0n, samples },
  ...patch,
});
const lost = (lostSamples: number) => ({ gap: { expectedSequence: 1n, lostSamples } });
const same = { fromHz: 1000, toHz: 1000, windowLength: 4, hop: 4 };
const startsOf = (parts: ReturnType<Timeline['push']>) =>
  [...parts].flatMap(({ windows }) => windows.map(({ start }) => start));

describe('Timeline', () => {
  it('counts lost samples, and lets no window reach over them', () => {
    const timeline = new Timeline(same);
    expect(startsOf(timeline.push(blockOf(rising(0, 6))))).toEqual([0]);
    // 6 came, 10 are lost: the next sample is number 16.
    expect(startsOf(timeline.push(blockOf(rising(16, 9), lost(10))))).toEqual([16, 20]);
    expect(timeline.position).toBe(25);
  });

  it('knows when a window began from the time of the block that completed it', () => {
    const timeline = new Timeline(same);
    const second = 1_000_000_000n;
    startsOf(timeline.push(blockOf(rising(0, 3), { t0Nanos: second })));
    // The clock of the sensor is late by 1 ms by now: what the last block says counts.
    startsOf(timeline.push(blockOf(rising(3, 3), { t0Nanos: second + 4_000_000n })));
    expect(timeline.nanosAt(0)).toBe(second + 1_000_000n);
    expect(new Timeline(same).nanosAt(0)).toBe(0n);
  });

  it('knows no time that 64 bits cannot hold', () => {
    const timeline = new Timeline({ ...same, fromHz: 1, toHz: 1 });
    startsOf(timeline.push(blockOf(rising(0, 4), { t0Nanos: 1n })));
    startsOf(timeline.push(blockOf(rising(0, 4), lost(1e12))));
    expect(timeline.nanosAt(1e12)).toBe(0n);
  });

  it('completes at most 64 windows at once', () => {
    const timeline = new Timeline({ ...same, hop: 1 });
    const counts = [...timeline.push(blockOf(rising(0, 1000)))].map(({ windows }) => windows.length); // prettier-ignore
    expect(Math.max(...counts)).toBe(64);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(997);
  });

  it('resamples block by block to what the whole signal gives, its end included', () => {
    const signal = Float32Array.from({ length: 4000 }, (_, t) => Math.sin(t / 30));
    const timeline = new Timeline({ fromHz: 4000, toHz: 1000, windowLength: 10, hop: 10 });
    const found: number[] = [];
    for (let start = 0; start < 4000; start += 700) {
      for (const { samples } of timeline.push(blockOf(signal.slice(start, start + 700))))
        found.push(...samples);
    }
    for (const { samples } of timeline.finish()) found.push(...samples);
    expect(found).toEqual([...resample(signal, { fromHz: 4000, toHz: 1000 })]);
  });

  it('puts samples behind a gap where they belong, at the lower rate', () => {
    const timeline = new Timeline({ fromHz: 4000, toHz: 1000, windowLength: 10, hop: 10 });
    startsOf(timeline.push(blockOf(new Float32Array(2000))));
    // 2,000 came and 400 are lost at 4 kHz: sample 600 at 1 kHz.
    const starts = startsOf(timeline.push(blockOf(new Float32Array(2000), lost(400))));
    expect(starts[0]).toBe(600);
  });
});
