import { PolymathError } from '@polymath/errors';
import { leadingColumns, transposed, type Matrix, type Svd } from '@polymath/tensor';
import type { Sides } from './unfolding.js';

/** W ≈ reduce · core · expand. */
export interface TwoSidedFactors {
  /** U_r, orthonormal columns: [in, R_in] */
  readonly reduce: Matrix;
  /** The singular values on its diagonal: [R_in, R_out] */
  readonly core: Matrix;
  /** V_rᵀ, orthonormal rows: [R_out, out] */
  readonly expand: Matrix;
  /** ‖W - reduce · core · expand‖ / ‖W‖ by Frobenius norms: √(Σ_{h > min(R_in, R_out)} s_h² / Σ s_h²). */
  readonly error: number;
}

/**
 * Two-sided Tucker decomposition of a dense layer's weights, as the published code of KegNet makes of a matrix. With equal ranks its product
 * is that of the truncated SVD; HOSVD is the optimum already.
 * @throws invalid-input when a rank is not 1 to min(in, out)
 */
export function twoSidedDense({ values, left, right }: Svd, ranks: Sides<number>): TwoSidedFactors {
  for (const side of ['in', 'out'] as const) {
    const rank = ranks[side];
    if (Number.isInteger(rank) && rank >= 1 && rank <= values.length) continue;
    throw new PolymathError(
      'invalid-input',
      `rank ${side} must be 1 to ${values.length}, got ${rank}`,
    );
  }
  const core = new Float64Array(ranks.in * ranks.out);
  const kept = Math.min(ranks.in, ranks.out);
  for (let h = 0; h < kept; h++) core[h * ranks.out + h] = values[h]!;
  const total = energy(values);
  return {
    reduce: leadingColumns(left, ranks.in),
    core: { rows: ranks.in, columns: ranks.out, values: core },
    expand: transposed(leadingColumns(right, ranks.out)),
    error: total > 0 ? Math.sqrt(energy(values.subarray(kept)) / total) : 0,
  };
}

const energy = (values: Float64Array) => values.reduce((sum, value) => sum + value ** 2, 0);
