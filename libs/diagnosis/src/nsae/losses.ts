import {
  add,
  checkShapes,
  div,
  matMul,
  mul,
  relu,
  square,
  sub,
  sum,
  tensor,
  type Tensor,
} from '@polymath/tensor';

/** Which reading of "L1 and soft orthonormality" is minimised. */
export type NsaeObjective = 'A' | 'B';

/** Weights of the terms, at least 0. */
export interface NsaeWeights {
  /** λ, of the L1 norm of the activations. */
  sparsity: number;
  /** μ, of the distance from orthonormality; objective B alone. */
  orthonormality: number;
}

/**
 * Objective A of the normalized sparse autoencoder (reconstruction by the linear, tied decoder):
 *     J_A = 1/(2M) · Σ_m ‖WᵀW·s_m - s_m‖² + λ/M · Σ_m ‖relu(W·s_m)‖₁
 * The first term pulls WᵀW to the identity, which fixes the scale of the second.
 * @param filters W, [outputs, inputs]
 * @param segments s, [segments, inputs]
 * @returns scalar
 */
export function linearObjective(
  filters: Tensor,
  segments: Tensor,
  { sparsity }: NsaeWeights,
): Tensor {
  const { m } = checkShapes({
    filters: [filters, 'outputs inputs'],
    segments: [segments, 'm inputs'],
  });
  const activations = matMul(segments, filters, { transposeB: true }); // [segments, outputs]
  const error = sub(matMul(activations, filters), segments); // [segments, inputs]
  return add(div(sum(square(error)), 2 * m!), mul(sum(relu(activations)), sparsity / m!));
}

/**
 * Objective B (reconstruction from the rectified activations, and the distance from orthonormality as a term of its own):
 *     J_B = 1/(2M) · Σ_m ‖Wᵀ·relu(W·s_m) - s_m‖² + λ/M · Σ_m ‖relu(W·s_m)‖₁ + μ/2 · ‖WᵀW - I‖²
 * With fewer outputs than inputs the last term is μ/2 · ‖W·Wᵀ - I‖².
 * @param filters W, [outputs, inputs]
 * @param segments s, [segments, inputs]
 * @returns scalar
 */
export function rectifiedObjective(
  filters: Tensor,
  segments: Tensor,
  { sparsity, orthonormality }: NsaeWeights,
): Tensor {
  const { m } = checkShapes({
    filters: [filters, 'outputs inputs'],
    segments: [segments, 'm inputs'],
  });
  const activations = relu(matMul(segments, filters, { transposeB: true })); // [segments, outputs]
  const error = sub(matMul(activations, filters), segments); // [segments, inputs]
  const fit = div(sum(square(error)), 2 * m!);
  const sparse = mul(sum(activations), sparsity / m!);
  return add(add(fit, sparse), mul(orthonormalityPenalty(filters), orthonormality / 2));
}

/**
 * ‖WᵀW - I‖², squared Frobenius norm; ‖W·Wᵀ - I‖² where W has fewer rows than columns.
 * @param filters W, [outputs, inputs]
 * @returns scalar
 */
export function orthonormalityPenalty(filters: Tensor): Tensor {
  const [outputs = 0, inputs = 0] = filters.shape;
  const wide = outputs < inputs;
  const products = matMul(filters, filters, { transposeA: !wide, transposeB: wide });
  return sum(square(sub(products, identity(Math.min(outputs, inputs)))));
}

function identity(size: number): Tensor {
  const values = new Float32Array(size * size);
  for (let i = 0; i < size; i++) values[i * (size + 1)] = 1;
  return tensor(values, [size, size]);
}
