import { randomStream } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { balancedPlaces } from './balanced-places.js';

const labels = Int32Array.of(0, 0, 0, 0, 5, 5, 0, 5);
const data = { images: new Uint8Array(8), labels, count: 8, height: 1, width: 1, channels: 1 };

describe('balancedPlaces', () => {
  it('gives as many distinct places of each class', () => {
    const places = balancedPlaces(data, 2, randomStream(1, 'subset'));
    expect(new Set(places).size).toBe(4);
    expect(places.map((place) => labels[place]).sort()).toEqual([0, 0, 5, 5]);
  });

  it('gives other places for another seed, the same for the same', () => {
    const [a, b, c] = [1, 1, 2].map((seed) =>
      balancedPlaces(data, 3, randomStream(seed, 'subset')),
    );
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  it('rejects more than the smallest class has', () => {
    expect(() => balancedPlaces(data, 4, randomStream(1, 'subset'))).toThrow(
      'class 5 has 3 images, fewer than 4',
    );
  });
});
