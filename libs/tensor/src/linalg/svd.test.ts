import { describe, expect, it } from 'vitest';
import { liveTensors } from '../scope.js';
import { matrix, type Matrix } from './matrix.js';
import { matrixProduct } from './product.js';
import { svd } from './svd.js';
import { expectClose, expectOrthonormal, golden, wave } from './testing.js';

/** left · diag(values) · rightᵀ. */
function rebuild({ values, left, right }: ReturnType<typeof svd>): Matrix {
  const scaled = left.values.map((value, i) => value * values[i % left.columns]!);
  return matrixProduct({ ...left, values: scaled }, right, { transposeB: true });
}

describe('svd', () => {
  it('gives the singular values of a matrix worked out by hand', () => {
    // mᵀ·m = [[25, 20], [20, 25]] has the eigenvalues 45 and 5.
    const { values } = svd(matrix(2, 2, [3, 0, 4, 5]));
    expectClose(values, [Math.sqrt(45), Math.sqrt(5)], 1e-14);
  });

  it.each(golden.svd)('agrees with LAPACK', ({ m, values, left, right }) => {
    const result = svd(matrix(m.length, m[0]!.length, m.flat()));
    expectClose(result.values, values, 1e-13);
    expectClose(result.left.values, left.flat(), 1e-13);
    expectClose(result.right.values, right.flat(), 1e-13);
  });

  it.each([
    [7, 40],
    [40, 7],
    [12, 12],
  ])('is orthonormal and rebuilds a matrix of %i x %i', (rows, columns) => {
    const m = wave(rows, columns);
    const result = svd(m);
    expectOrthonormal(result.left, 1e-12);
    expectOrthonormal(result.right, 1e-12);
    expectClose(rebuild(result).values, m.values, 1e-12);
  });

  it('keeps singular values far below the square root of the precision', () => {
    expectClose(svd(matrix(2, 2, [1, 0, 0, 1e-12])).values, [1, 1e-12], 1e-16);
  });

  it('leaks no tensor', () => {
    const m = wave(3, 4);
    const before = liveTensors();
    svd(m);
    expect(liveTensors()).toBe(before);
  });
});
