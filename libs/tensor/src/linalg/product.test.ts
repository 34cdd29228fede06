import { describe, expect, it } from 'vitest';
import { liveTensors } from '../scope.js';
import { matrix, transposed } from './matrix.js';
import { gram, matrixProduct } from './product.js';

const a = matrix(2, 3, [1, 2, 3, 4, 5, 6]);
const b = matrix(3, 2, [7, 8, 9, 10, 11, 12]);
// 1·7 + 2·9 + 3·11 = 58, 1·8 + 2·10 + 3·12 = 64, 4·7 + 5·9 + 6·11 = 139, 4·8 + 5·10 + 6·12 = 154
const ab = matrix(2, 2, [58, 64, 139, 154]);

describe('matrixProduct', () => {
  it('multiplies by hand', () => {
    expect(matrixProduct(a, b)).toEqual(ab);
  });

  it('takes either operand transposed', () => {
    expect(matrixProduct(transposed(a), b, { transposeA: true })).toEqual(ab);
    expect(matrixProduct(a, transposed(b), { transposeB: true })).toEqual(ab);
  });

  it('computes in double precision', () => {
    const one = matrix(1, 1, [1 + 2 ** -40]);
    expect(matrixProduct(one, one).values[0]).toBe(1 + 2 ** -39);
  });

  it('names sizes that do not fit', () => {
    expect(() => matrixProduct(a, a)).toThrow('cannot multiply [2, 3] by [2, 3]');
  });

  it('leaks no tensor', () => {
    const before = liveTensors();
    matrixProduct(a, b);
    expect(liveTensors()).toBe(before);
  });
});

describe('gram', () => {
  it('multiplies all pairs of rows', () => {
    expect(gram(a)).toEqual(matrix(2, 2, [14, 32, 32, 77]));
  });
});
