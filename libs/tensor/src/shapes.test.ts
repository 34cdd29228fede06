import { describe, expect, it } from 'vitest';
import { broadcastAxes, checkSameShape, checkShapes, normalizeAxes, sameShape } from './shapes.js';
import type { Shape } from './tensor.js';

const of = (...shape: number[]): { shape: Shape } => ({ shape });

describe('checkShapes', () => {
  it('gives the size of each name', () => {
    const sizes = checkShapes({ x: [of(2, 3), 'batch features'], y: [of(2), 'batch'] });
    expect(sizes).toEqual({ batch: 2, features: 3 });
  });

  it('takes a number for itself and no words for a scalar', () => {
    expect(checkShapes({ image: [of(2, 28, 28, 1), 'batch 28 28 1'], loss: [of(), ''] })).toEqual({
      batch: 2,
    });
  });

  it.each([
    ['a size that differs', of(3, 3), 'y: expected [batch=2, classes], got [3, 3]'],
    ['a missing dimension', of(2), 'y: expected [batch=2, classes], got [2]'],
  ])('names the tensor that has %s', (_, y, message) => {
    const check = () => checkShapes({ x: [of(2, 3), 'batch features'], y: [y, 'batch classes'] });
    expect(check).toThrow(message);
  });
});

describe('checkSameShape', () => {
  it('names both tensors and their shapes', () => {
    checkSameShape({ a: of(2, 3), b: of(2, 3) });
    expect(() => checkSameShape({ a: of(2, 3), b: of(3) })).toThrow(
      'a and b must have one shape, got [2, 3] and [3]',
    );
  });
});

describe('sameShape', () => {
  it('compares ranks and sizes', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2], [2, 1])).toBe(false);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
  });
});

describe('broadcastAxes', () => {
  it('gives leading axes and those of size 1', () => {
    expect(broadcastAxes([3, 1], [2, 3, 4])).toEqual([0, 2]);
    expect(broadcastAxes([1], [1])).toEqual([]);
  });
});

describe('normalizeAxes', () => {
  it('counts negative axes from the end, sorts, and takes all by default', () => {
    expect(normalizeAxes(of(2, 3, 4), [-1, 0])).toEqual([0, 2]);
    expect(normalizeAxes(of(2, 3), -2)).toEqual([0]);
    expect(normalizeAxes(of(2, 3))).toEqual([0, 1]);
  });

  it('refuses an axis that is not there', () => {
    expect(() => normalizeAxes(of(2, 3), [0, 2])).toThrow(
      'axes must lie within a tensor of rank 2, got 0, 2',
    );
  });
});
