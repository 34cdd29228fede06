import { tidy } from '../scope.js';
import { fromMatrix, matMul64, toMatrix } from './float64-tensor.js';
import type { Matrix } from './matrix.js';

/**
 * The matrix product a · b in double precision, each transposed if asked for.
 * @throws invalid-input when the inner sizes differ
 */
export function matrixProduct(
  a: Matrix,
  b: Matrix,
  transposes: { transposeA?: boolean; transposeB?: boolean } = {},
): Matrix {
  return tidy(() => toMatrix(matMul64(fromMatrix(a), fromMatrix(b), transposes)));
}

/** The products of all pairs of rows, m · mᵀ: [rows, rows], symmetric. */
export const gram = (m: Matrix): Matrix => matrixProduct(m, m, { transposeB: true });
