import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from '@polymath/tensor';
import { WindowStream } from './window-stream.js';

const ramp = Float32Array.from({ length: 50 }, (_, t) => t);

describe('WindowStream', () => {
  it.each([[10, 10, 7], [10, 3, 1], [4, 9, 5], [4, 9, 50]])('cuts windows of %i every %i from blocks of %i, also from saved states', (length, hop, block) => {
    let stream = new WindowStream(length, hop);
    const starts: number[] = [];
    for (let at = 0; at < 50; at += block) {
      for (const { start, samples } of stream.push(ramp.subarray(at, at + block))) {
        starts.push(start);
        expect([...samples]).toEqual([...ramp.subarray(start, start + length)]);
      }
      const state = decodeSnapshot(encodeSnapshot(stream.save()));
      stream = new WindowStream(length, hop);
      stream.load(state);
    }
    const expected = Array.from({ length: Math.floor((50 - length) / hop) + 1 }, (_, i) => i * hop);
    expect(starts).toEqual(expected);
  }); // prettier-ignore

  it('cuts no window over a gap, and goes on counting', () => {
    const stream = new WindowStream(10, 10);
    stream.push(ramp.subarray(0, 15));
    stream.gap(100);
    expect(stream.push(ramp.subarray(0, 10)).map(({ start }) => start)).toEqual([115]);
  });

  it('names what is wrong', () => {
    expect(() => new WindowStream(0, 0)).toThrow('length: must be a whole number of at least 1, got 0; hop: must be a whole number of at least 1, got 0'); // prettier-ignore
    const other = new WindowStream(20, 20);
    other.push(ramp.subarray(0, 15));
    expect(() => new WindowStream(10, 10).load(other.save())).toThrow('windows: expected fewer than 10 kept samples, got 15'); // prettier-ignore
  });
});
