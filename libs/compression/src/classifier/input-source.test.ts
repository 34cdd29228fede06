import { describe, expect, it } from 'vitest';
import { dispose, floatsOf, liveTensors, tensor, tidy } from '@polymath/tensor';
import {
  arraySource,
  batchesPerEpoch,
  batchPlaces,
  inOrder,
  tensorSource,
} from './input-source.js';

const values = Float32Array.from({ length: 12 }, (_, i) => i);

describe('batchPlaces', () => {
  it('covers an order once, the last batch being what is left', () => {
    const order = inOrder(7);
    const batches = Array.from({ length: batchesPerEpoch(7, 3) }, (_, i) => [
      ...batchPlaces(order, i, 3),
    ]);
    expect(batches).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
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
