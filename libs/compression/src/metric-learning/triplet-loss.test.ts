import { describe, expect, it } from 'vitest';
import { mul, numberOf, tensor, tidy, type Tensor } from '@polymath/tensor';
import {
  close,
  descend,
  expectNothingLeft,
  expectSlope,
  slopeOf,
  wave,
} from '../classifier/testing.js';
import { tripletLoss, type Triplets } from './triplet-loss.js';

const triplets: Triplets = {
  anchors: Int32Array.of(0, 1, 4),
  positives: Int32Array.of(1, 0, 5),
  negatives: Int32Array.of(2, 3, 0),
};
const points = wave([6, 3], [1.1, 0.2]);
const loss = (x: Tensor) => tripletLoss(x, triplets, 0.2);

describe('tripletLoss', () => {
  it('is worked out by hand: max(0, 3 - 4 + 0.2) and max(0, 3 - 1 + 0.2), their mean', () => {
    tidy(() => {
      const line = tensor([[0], [3], [4]]);
      const two = {
        anchors: Int32Array.of(0, 1),
        positives: Int32Array.of(1, 0),
        negatives: Int32Array.of(2, 2),
      };
      close(numberOf(tripletLoss(line, two, 0.2)), 1.1);
    });
  });

  it('has the gradient that finite differences give', () => {
    expectSlope(loss, points);
  });

  it('has a finite gradient where samples coincide', () => {
    tidy(() => {
      const [slope, value] = slopeOf(loss, mul(points(), 0));
      close(value, 0.2);
      expect(Math.max(...slope.map(Math.abs))).toBe(0);
    });
  });

  it('is brought to 0 by descent', () => {
    expect(descend(loss, points, 0.2)).toBe(0);
  });

  it('leaves no tensor behind', () => {
    expectNothingLeft(loss, points);
  });

  it('rejects a margin of 0, and no triplets', () => {
    const none = new Int32Array();
    tidy(() => {
      expect(() => tripletLoss(points(), triplets, 0)).toThrow('margin must be above 0, got 0');
      expect(() =>
        tripletLoss(points(), { anchors: none, positives: none, negatives: none }, 0.2),
      ).toThrow('expected at least one triplet, got none');
    });
  });
});
