import { PolymathError } from '@polymath/errors';
import { boolAttribute } from '../native/attributes.js';
import { runAll } from '../native/run.js';
import { tidy } from '../scope.js';
import {
  float64,
  float64sOf,
  fromMatrix,
  sizesOf,
  toMatrix,
  type Float64Tensor,
} from './float64-tensor.js';
import type { Matrix } from './matrix.js';
import { fixSigns } from './signs.js';

/** m = vectors · diag(values) · vectorsᵀ. */
export interface SymmetricEigen {
  /** Eigenvalues, descending. */
  readonly values: Float64Array;
  /** Orthonormal eigenvectors in its columns, in the order of the values; the entry of largest magnitude is positive. */
  readonly vectors: Matrix;
}

const withVectors = [boolAttribute('compute_v', true)];

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, of which only the lower triangle is read.
 * @throws invalid-input when it is not square
 */
export function symmetricEigen(m: Matrix | Float64Tensor): SymmetricEigen {
  return tidy(() => {
    const t = 'doubles' in m ? m : fromMatrix(m);
    const [rows, columns] = sizesOf(t);
    if (rows !== columns) {
      throw new PolymathError(
        'invalid-input',
        `expected a square matrix, got [${rows}, ${columns}]`,
      );
    }
    const [values, vectors] = runAll('SelfAdjointEigV2', [t.doubles], 2, withVectors).map(
      (output) => float64(output),
    );
    // The kernel's order is ascending.
    const descending = reversedColumns(toMatrix(vectors!));
    fixSigns(descending);
    return { values: float64sOf(values!).reverse(), vectors: descending };
  });
}

function reversedColumns(m: Matrix): Matrix {
  for (let i = 0; i < m.rows; i++) m.values.subarray(i * m.columns, (i + 1) * m.columns).reverse();
  return m;
}
