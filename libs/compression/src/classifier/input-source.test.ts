import { describe, expect, it } from 'vitest';
import { dispose, floatsOf, liveTensors, tensor, tidy } from '@polymath/tensor';
import { arraySource, evaluationBatches, tensorSource } from './input-source.js';

const values = Float32Array.from({ length: 12 }, (_, i) => i);

describe('evaluationBatches', () => {
  it('covers all inputs in order, the last batch being what is left', () => {
    const batches = evaluationBatches(1203);
    expect(batches.map(({ length }) => length)).toEqual([500, 500, 203]);
    expect(batches.flatMap((places) => [...places])).toEqual([...Array(1203).keys()]);
  });
});

describe('arraySource and tensorSource', () => {
  it('give the inputs at the places asked for, also from a part of an order', () => {
    const held = tensor(values, [6, 2, 1]);
    const places = Int32Array.of(9, 5, 0, 5, 9).subarray(1, 4);
    for (const source of [arraySource(values, [2, 1]), tensorSource(held)]) {
      expect([source.count, source.shape]).toEqual([6, [2, 1]]);
      tidy(() => {
        const batch = source.batch(places);
        expect(batch.shape).toEqual([3, 2, 1]);
        expect([...floatsOf(batch)]).toEqual([10, 11, 0, 1, 10, 11]);
      });
    }
    dispose(held);
  });

  it('leave nothing in the engine', () => {
    const before = liveTensors();
    tidy(() => void arraySource(values, [2, 1]).batch(Int32Array.of(0)));
    expect(liveTensors()).toBe(before);
  });
});
