import { describe, expect, it } from 'vitest';
import { liveTensors } from '../scope.js';
import { matrix } from './matrix.js';
import { symmetricEigen } from './symmetric-eigen.js';
import { expectClose, expectOrthonormal, golden } from './testing.js';

describe('symmetricEigen', () => {
  it('gives eigenvalues and vectors worked out by hand, largest first', () => {
    const { values, vectors } = symmetricEigen(matrix(2, 2, [2, 1, 1, 2]));
    expectClose(values, [3, 1], 1e-14);
    expectClose(vectors.values.map(Math.abs), Array<number>(4).fill(Math.SQRT1_2), 1e-14);
  });

  it('agrees with LAPACK', () => {
    const { m, values, vectors } = golden.symmetricEigen;
    const result = symmetricEigen(matrix(4, 4, m.flat()));
    expectClose(result.values, values, 1e-13);
    expectClose(result.vectors.values, vectors.flat(), 1e-13);
  });

  it('knows the spectrum of the chain of n springs: 2 - 2 cos(pi k / (n + 1))', () => {
    const n = 30;
    const chain = new Float64Array(n * n).map((_, k) => {
      const distance = Math.abs(Math.floor(k / n) - (k % n));
      return [2, -1][distance] ?? 0;
    });
    const { values, vectors } = symmetricEigen(matrix(n, n, chain));
    const expected = Array.from(
      { length: n },
      (_, k) => 2 - 2 * Math.cos((Math.PI * (n - k)) / (n + 1)),
    );
    expectClose(values, expected, 1e-13);
    expectOrthonormal(vectors, 1e-12);
  });

  it('refuses a matrix that is not square', () => {
    expect(() => symmetricEigen(matrix(1, 2, [1, 2]))).toThrow(
      'expected a square matrix, got [1, 2]',
    );
  });

  it('leaks no tensor', () => {
    const before = liveTensors();
    symmetricEigen(matrix(2, 2, [2, 1, 1, 2]));
    expect(liveTensors()).toBe(before);
  });
});
