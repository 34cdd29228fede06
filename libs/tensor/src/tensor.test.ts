import { describe, expect, it } from 'vitest';
import { constant, integers } from './constants.js';
import { tidy } from './scope.js';
import { dataOf, floatsOf, numberOf, scalar, tensor } from './tensor.js';

describe('tensor', () => {
  it('takes its shape from nested numbers', () => {
    tidy(() => {
      const t = tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]);
      expect([t.shape, t.dtype, t.size]).toEqual([[2, 3], 'float32', 6]);
      expect(dataOf(t)).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    });
  });

  it('takes its type from a typed array', () => {
    tidy(() => {
      const integer = tensor(Int32Array.of(1, -2), [2, 1]);
      const bool = tensor(Uint8Array.of(0, 1));
      expect([integer.dtype, integer.shape]).toEqual(['int32', [2, 1]]);
      expect([bool.dtype, dataOf(bool)]).toEqual(['bool', Uint8Array.of(0, 1)]);
    });
  });

  it('copies: later changes of the array do not reach it', () => {
    tidy(() => {
      const data = Float32Array.of(1, 2);
      const t = tensor(data);
      data[0] = 9;
      expect(floatsOf(t)).toEqual(Float32Array.of(1, 2));
    });
  });

  it('refuses a shape that holds another number of elements', () => {
    expect(() => tensor(Float32Array.of(1, 2, 3), [2, 2])).toThrow(
      'shape [2, 2] holds 4 elements, got 3',
    );
  });
});

describe('floatsOf', () => {
  it('refuses other types', () => {
    tidy(() =>
      expect(() => floatsOf(scalar(1, 'int32'))).toThrow('expected a float32 tensor, got int32'),
    );
  });
});

describe('numberOf', () => {
  it('refuses more than one element', () => {
    tidy(() => expect(() => numberOf(tensor([1, 2]))).toThrow('expected one element, got [2]'));
  });
});

describe('constants', () => {
  it('are made once and survive scopes', () => {
    const first = tidy(() => [constant(0.125), integers([7, 8])]);
    tidy(() => first);
    expect([constant(0.125), integers([7, 8])]).toEqual(first);
    expect(numberOf(constant(0.125))).toBe(0.125);
    expect(dataOf(integers([7, 8]))).toEqual(Int32Array.of(7, 8));
  });
});
