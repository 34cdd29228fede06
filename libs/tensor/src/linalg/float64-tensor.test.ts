import { describe, expect, it } from 'vitest';
import { dispose, liveTensors, tidy } from '../scope.js';
import { float64sOf, float64Tensor, matMul64, reshape64, toMatrix } from './float64-tensor.js';

describe('float64Tensor', () => {
  it('crosses into the engine and back bit for bit', () => {
    const values = Float64Array.of(
      Math.PI,
      -0,
      Number.MIN_VALUE,
      Number.MAX_VALUE,
      Infinity,
      1 / 3,
    );
    expect(tidy(() => float64sOf(float64Tensor(values, [2, 3])))).toEqual(values);
  });

  it('reads a part of a longer array', () => {
    const part = Float64Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(tidy(() => float64sOf(float64Tensor(part, [2])))).toEqual(Float64Array.of(2, 3));
  });

  it('refuses a shape that does not hold the elements', () => {
    expect(() => float64Tensor(Float64Array.of(1, 2), [3])).toThrow(
      'shape [3] holds 3 elements, got 2',
    );
  });

  it('is freed by dispose', () => {
    const before = liveTensors();
    const t = float64Tensor(Float64Array.of(1), [1]);
    expect(liveTensors()).toBe(before + 1);
    dispose(t);
    expect(liveTensors()).toBe(before);
  });
});

describe('reshape64', () => {
  it('keeps the order of the elements', () => {
    const values = tidy(() =>
      toMatrix(reshape64(float64Tensor(Float64Array.of(1, 2, 3, 4), [4]), [2, 2])),
    );
    expect(values.values).toEqual(Float64Array.of(1, 2, 3, 4));
  });

  it('refuses another number of elements', () => {
    const t = float64Tensor(Float64Array.of(1, 2), [2]);
    expect(() => reshape64(t, [3])).toThrow('cannot reshape [2] to [3]');
    dispose(t);
  });
});

describe('matMul64', () => {
  it('refuses what is no matrix', () => {
    const t = float64Tensor(Float64Array.of(1, 2), [2]);
    expect(() => matMul64(t, t)).toThrow('expected a matrix, got [2]');
    dispose(t);
  });
});
