import { boolAttribute } from '../native/attributes.js';
import { runAll } from '../native/run.js';
import { tidy } from '../scope.js';
import { float64, float64sOf, fromMatrix, toMatrix, type Float64Tensor } from './float64-tensor.js';
import type { Matrix } from './matrix.js';
import { fixSigns } from './signs.js';

/** m = left · diag(values) · rightᵀ, with k = min(rows, columns) singular values. */
export interface Svd {
  /** Singular values, descending, ≥ 0: [k]. */
  readonly values: Float64Array;
  /** Orthonormal columns, [rows, k]; the entry of largest magnitude of each is positive. */
  readonly left: Matrix;
  /** Orthonormal columns, [columns, k]. */
  readonly right: Matrix;
}

// The full form would hold a square matrix of the longer side.
const thin = [boolAttribute('compute_uv', true), boolAttribute('full_matrices', false)];

/** The thin singular value decomposition; small singular values keep an absolute error of ε times the largest. */
export function svd(m: Matrix | Float64Tensor): Svd {
  return tidy(() => {
    const t = 'doubles' in m ? m : fromMatrix(m);
    const [values, left, right] = runAll('Svd', [t.doubles], 3, thin).map((output) =>
      float64(output),
    );
    const result = { values: float64sOf(values!), left: toMatrix(left!), right: toMatrix(right!) };
    fixSigns(result.left, result.right);
    return result;
  });
}
