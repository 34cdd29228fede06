import { describe, expect, it } from 'vitest';
import { add, floatsOf, mul, numberOf, tensor, tidy, type Tensor } from '@polymath/tensor';
import {
  close,
  descend,
  expectNothingLeft,
  expectSlope,
  slopeOf,
  wave,
} from '../classifier/testing.js';
import { darkRankDefaults, hardDarkRankLoss } from './losses.js';

// Golden value DR1: made with the published code of RKD in double precision, again in tools/golden/src/distillation.py.
const student = wave([8, 3], [1.1, 0.2]);
const teacher = wave([8, 4], [0.8, 0.4], 1.5, Math.cos);
const loss = (x: Tensor) => hardDarkRankLoss(x, teacher());

describe('hardDarkRankLoss', () => {
  it('has the golden value', () => {
    close(
      tidy(() => numberOf(loss(student()))),
      0.8860589418,
    );
  });

  it('is worked out by hand: points on a line', () => {
    tidy(() => {
      // Scores are minus the distances: of 0 to 1 and 3: -1, -3; of 1 to 0 and 3: -1, -2; of 3 to 1 and 0: -2, -3.
      const line = tensor([[0], [1], [3]]);
      const value = numberOf(hardDarkRankLoss(line, line, { alpha: 1, beta: 1, length: 2 }));
      const first = (gap: number) => Math.log(1 + Math.exp(-gap));
      close(value, (first(2) + first(1) + first(1)) / 3);
    });
  });

  it('has the gradient that finite differences give', () => {
    expectSlope(loss, student);
  });

  it('sees the order of the teacher’s distances alone', () => {
    tidy(() => {
      const moved = hardDarkRankLoss(student(), add(mul(teacher(), 3), 1));
      close(numberOf(moved), 0.8860589418);
    });
  });

  it('has a finite value and gradient where samples coincide', () => {
    tidy(() => {
      const [slope, value] = slopeOf(loss, mul(student(), 0));
      close(value, Math.log(4 * 3 * 2)); // every order is equally likely
      expect(slope.every(Number.isFinite)).toBe(true);
      const values = floatsOf(teacher()).copyWithin(4, 0, 4);
      const same = hardDarkRankLoss(student(), tensor(values, [8, 4]));
      expect(Number.isFinite(numberOf(same))).toBe(true);
    });
  });

  it('is lowered by descent', () => {
    expect(descend(loss, student, 0.05)).toBeLessThan(0.3);
  });

  it('leaves no tensor behind', () => {
    expectNothingLeft(loss, student);
  });

  it.each([
    [{ alpha: 0 }, 'alpha must be above 0, got 0'],
    [{ beta: -1 }, 'beta must be above 0, got -1'],
    [{ length: 1 }, 'length must be a whole number of at least 2, got 1'],
    [{ length: 8 }, 'number of samples must be a whole number of at least 9, got 8'],
  ])('rejects %j', (changed, message) => {
    tidy(() => {
      const settings = { ...darkRankDefaults, ...changed };
      expect(() => hardDarkRankLoss(student(), teacher(), settings)).toThrow(message);
    });
  });
});
