import { describe, expect, it } from 'vitest';
import { channelsFirst, largestOfRows, softmaxOfRows } from './rows.js';

describe('softmaxOfRows', () => {
  it('gives probabilities by hand: e / (e + 1) and its rest', () => {
    const [a, b, c, d] = softmaxOfRows(Float32Array.of(1, 0, 5, 5), 2);
    expect(a).toBeCloseTo(0.731_058_6, 6);
    expect(b).toBeCloseTo(0.268_941_4, 6);
    expect([c, d]).toEqual([0.5, 0.5]);
  });

  it('does not overflow', () => {
    expect([...softmaxOfRows(Float32Array.of(1e30, 0), 2)]).toEqual([1, 0]);
  });
});

describe('largestOfRows', () => {
  it('takes the first of equal ones', () => {
    expect([...largestOfRows(Float32Array.of(1, 3, 2, 4, 4, 0), 3)]).toEqual([1, 0]);
  });
});

describe('channelsFirst', () => {
  it('turns [batch, height, width, channels]', () => {
    const turned = channelsFirst(Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40), [2, 1, 2, 2]);
    expect(turned).toEqual({
      values: Float32Array.of(1, 2, 10, 20, 3, 4, 30, 40),
      shape: [2, 2, 1, 2],
    });
  });

  it('leaves features, and images of one channel, as they are', () => {
    const values = Float32Array.of(1, 2);
    expect(channelsFirst(values, [1, 2])).toEqual({ values, shape: [1, 2] });
    expect(channelsFirst(values, [1, 1, 2, 1]).values).toBe(values);
  });
});
