import { matrix, matrixProduct, svd } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { factorizeDense } from './svd-dense.js';
import { noisyWaves } from './testing.js';
import { tucker2 } from './tucker.js';

const weight = noisyWaves(12, 9, 4, 1);

describe('factorizeDense', () => {
  it('gives the truncated decomposition worked out by hand', () => {
    // Singular values 4 and 1; the first pair of vectors is (0, 1), (1, 0).
    const { reduce, expand, error } = factorizeDense(matrix(2, 2, [0, 1, 4, 0]), 1);
    [0, 2].forEach((value, i) => expect(reduce.values[i]).toBeCloseTo(value, 12));
    [2, 0].forEach((value, i) => expect(expand.values[i]).toBeCloseTo(value, 12));
    expect(error).toBeCloseTo(1 / Math.sqrt(17), 12);
  });

  it('rebuilds the weights at full rank', () => {
    const { reduce, expand, error } = factorizeDense(weight, 9);
    expect(error).toBe(0);
    matrixProduct(reduce, expand).values.forEach((value, k) => {
      expect(value).toBeCloseTo(weight.values[k]!, 12);
    });
  });

  it('shares the singular values evenly between both factors', () => {
    const { reduce, expand } = factorizeDense(weight, 3);
    const squares = matrixProduct(reduce, reduce, { transposeA: true }).values;
    const others = matrixProduct(expand, expand, { transposeB: true }).values;
    squares.forEach((value, k) => expect(value).toBeCloseTo(others[k]!, 10));
    expect(squares[0]).toBeCloseTo(svd(weight).values[0]!, 10);
  });

  it.each([1, 3, 8])('equals the two-sided Tucker of the reference at rank %i', (rank) => {
    const { core, factors } = tucker2(
      { shape: [1, 1, 12, 9], values: weight.values },
      { in: rank, out: rank },
    );
    const left = matrixProduct(factors.in!, matrix(rank, rank, core.values));
    const tucker = matrixProduct(left, factors.out!, { transposeB: true });
    const { reduce, expand } = factorizeDense(weight, rank);
    matrixProduct(reduce, expand).values.forEach((value, k) => {
      expect(value).toBeCloseTo(tucker.values[k]!, 5);
    });
  });

  it('refuses a rank that there is not', () => {
    expect(() => factorizeDense(weight, 10)).toThrow('rank must be 1 to 9, got 10');
  });
});
