import { describe, expect, it } from 'vitest';
import { leadingColumns, matrix, transposed } from './matrix.js';

describe('matrix', () => {
  it('refuses a wrong number of elements', () => {
    expect(() => matrix(2, 2, [1, 2, 3])).toThrow(
      'expected the elements of a matrix [2, 2], got 3',
    );
  });

  it('refuses a matrix without rows', () => {
    expect(() => matrix(0, 2, [])).toThrow('expected the elements of a matrix [0, 2], got 0');
  });

  it('names the first element that is not finite', () => {
    expect(() => matrix(2, 2, [1, 2, 3, NaN])).toThrow(
      'expected finite elements, got NaN at (1, 1)',
    );
  });
});

describe('transposed', () => {
  it('turns rows into columns', () => {
    expect(transposed(matrix(2, 3, [1, 2, 3, 4, 5, 6]))).toEqual(matrix(3, 2, [1, 4, 2, 5, 3, 6]));
  });
});

describe('leadingColumns', () => {
  it('keeps the first columns', () => {
    expect(leadingColumns(matrix(2, 3, [1, 2, 3, 4, 5, 6]), 2)).toEqual(matrix(2, 2, [1, 2, 4, 5]));
  });

  it('refuses more columns than there are', () => {
    expect(() => leadingColumns(matrix(1, 2, [1, 2]), 3)).toThrow('expected 1 to 2 columns, got 3');
  });
});
