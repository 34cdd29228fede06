import { PolymathError } from '@polymath/errors';
import { svd, type Matrix, type Svd } from '@polymath/tensor';

/** W ≈ reduce · expand. */
export interface DenseFactors {
  /** U_r √S_r, [in, rank] */
  readonly reduce: Matrix;
  /** √S_r V_rᵀ, [rank, out] */
  readonly expand: Matrix;
  /** ‖W - reduce · expand‖ / ‖W‖ by Frobenius norms: √(Σ_{h > rank} s_h² / Σ s_h²), the least that this rank allows. */
  readonly error: number;
}

/**
 * Truncated singular value decomposition of a dense layer's weights, the square roots of the singular values shared evenly,
 * which conditions fine-tuning better than U · (S Vᵀ). It saves parameters when rank < in · out / (in + out).
 *
 * @param weight [in, out], or its decomposition if it is known already
 * @param rank 1 to min(in, out)
 * @throws invalid-input for another rank
 */
export function factorizeDense(weight: Matrix | Svd, rank: number): DenseFactors {
  const { values, left, right } = 'left' in weight ? weight : svd(weight);
  if (!Number.isInteger(rank) || rank < 1 || rank > values.length) {
    throw new PolymathError('invalid-input', `rank must be 1 to ${values.length}, got ${rank}`);
  }
  const roots = values.map(Math.sqrt);
  const reduce = new Float64Array(left.rows * rank);
  const expand = new Float64Array(rank * right.rows);
  for (let h = 0; h < rank; h++) {
    for (let i = 0; i < left.rows; i++) {
      reduce[i * rank + h] = left.values[i * left.columns + h]! * roots[h]!;
    }
    for (let o = 0; o < right.rows; o++) {
      expand[h * right.rows + o] = roots[h]! * right.values[o * right.columns + h]!;
    }
  }
  const total = energy(values);
  return {
    reduce: { rows: left.rows, columns: rank, values: reduce },
    expand: { rows: rank, columns: right.rows, values: expand },
    error: total > 0 ? Math.sqrt(energy(values.subarray(rank)) / total) : 0,
  };
}

const energy = (values: Float64Array) => values.reduce((sum, value) => sum + value ** 2, 0);
