import { describe, expect, it } from 'vitest';
import { dataOf, tensor } from '../tensor.js';
import { tidy } from '../scope.js';
import { argSort } from './arg-sort.js';

describe('argSort', () => {
  it('gives the places from the largest value to the smallest, row by row', () => {
    tidy(() => {
      const x = tensor([
        [0.5, 2, -1],
        [-3, -2, 7],
      ]);
      expect([...dataOf(argSort(x))]).toEqual([1, 0, 2, 2, 1, 0]);
    });
  });

  it('leaves equal values in the order in which they lie', () => {
    tidy(() => {
      expect([...dataOf(argSort(tensor([4, 9, 4, 4])))]).toEqual([1, 0, 2, 3]);
    });
  });

  it('gives the first of them alone where a number is given', () => {
    tidy(() => {
      const places = argSort(tensor([[1, 5, 3], [4, 2, 6]]), 2); // prettier-ignore
      expect(places.shape).toEqual([2, 2]);
      expect([...dataOf(places)]).toEqual([1, 2, 2, 0]);
    });
  });
});
