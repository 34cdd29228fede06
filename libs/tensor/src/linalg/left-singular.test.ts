import { describe, expect, it } from 'vitest';
import { liveTensors, tidy } from '../scope.js';
import { fromMatrix } from './float64-tensor.js';
import { leftSingular, type LeftSingularOptions } from './left-singular.js';
import { matrix, transposed, type Matrix } from './matrix.js';
import { svd } from './svd.js';
import { expectClose, expectOrthonormal, wave } from './testing.js';

const of = (m: Matrix, options?: LeftSingularOptions) =>
  tidy(() => leftSingular(fromMatrix(m), options));

describe('leftSingular', () => {
  it.each([
    ['a wide', wave(6, 50)],
    ['a tall', wave(50, 6)],
  ])('agrees with the singular value decomposition of %s matrix', (_, m) => {
    const { values, vectors } = of(m);
    const direct = svd(m);
    expectClose(values, direct.values, 1e-11);
    expectClose(vectors.values, direct.left.values, 1e-10);
  });

  it('takes the transpose without making it', () => {
    const m = wave(6, 50);
    const { values, vectors } = of(transposed(m), { transpose: true });
    expectClose(values, of(m).values, 1e-12);
    expectClose(vectors.values, of(m).vectors.values, 1e-10);
  });

  it('keeps small singular values that squaring would lose', () => {
    const { values } = of(matrix(2, 3, [1, 1, 0, 0, 0, 1e-10]));
    expect(values[1]! / 1e-10).toBeCloseTo(1, 8);
  });

  it('gives orthonormal vectors for a matrix of rank 1', () => {
    expectOrthonormal(of(matrix(3, 4, new Float64Array(12).fill(1))).vectors, 1e-12);
  });

  it('leaks no tensor', () => {
    const before = liveTensors();
    of(wave(3, 9));
    expect(liveTensors()).toBe(before);
  });
});
