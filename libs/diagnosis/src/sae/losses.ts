import {
  add,
  biasAdd,
  checkShapes,
  clip,
  div,
  log,
  matMul,
  mul,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
} from '@polymath/tensor';

/** What a sparse autoencoder is made of. */
export interface SaeParameters {
  /** W1, [outputs, inputs] */
  encoder: Tensor;
  /** b1, [outputs] */
  encoderBias: Tensor;
  /** W2, [inputs, outputs] */
  decoder: Tensor;
  /** b2, [inputs] */
  decoderBias: Tensor;
}

/** Settings of the objective. */
export interface SaeWeights {
  /** λ ≥ 0, of the squared weights. */
  weightDecay: number;
  /** β ≥ 0, of the divergence of the mean activities from ρ. */
  sparsity: number;
  /** ρ, 0 to 1: the mean activity that a unit should have. */
  activity: number;
}

/** Activities of the hidden units, h = sigmoid(W1·s + b1): [segments, outputs]. */
export function saeActivations({ encoder, encoderBias }: SaeParameters, segments: Tensor): Tensor {
  return sigmoid(biasAdd(matMul(segments, encoder, { transposeB: true }), encoderBias));
}

/**
 * The traditional sparse autoencoder (Ng, CS294A lecture notes, section 3):
 *     J = 1/(2M) · Σ_m ‖W2·h_m + b2 - s_m‖² + λ/2 · (‖W1‖² + ‖W2‖²) + β · Σ_j KL(ρ ‖ ρ_j)
 * @param activations h, [segments, outputs]
 * @param means ρ_j, the mean activity of each unit, [outputs]: over all segments, or a running mean
 * @returns scalar
 */
export function saeObjective(
  parameters: SaeParameters,
  { segments, activations, means }: { segments: Tensor; activations: Tensor; means: Tensor },
  { weightDecay, sparsity, activity }: SaeWeights,
): Tensor {
  const { encoder, decoder, decoderBias } = parameters;
  const { m } = checkShapes({
    encoder: [encoder, 'outputs inputs'],
    segments: [segments, 'm inputs'],
    activations: [activations, 'm outputs'],
  });
  const rebuilt = biasAdd(matMul(activations, decoder, { transposeB: true }), decoderBias);
  const error = div(sum(square(sub(rebuilt, segments))), 2 * m!);
  const weights = add(sum(square(encoder)), sum(square(decoder)));
  const decay = mul(weights, weightDecay / 2);
  return add(add(error, decay), mul(sparsityPenalty(means, activity), sparsity));
}

/** Means are kept this far from 0 and 1, so that the divergence stays finite. */
const margin = 1e-6;

/**
 * Σ_j KL(ρ ‖ ρ_j) = Σ_j ρ·ln(ρ/ρ_j) + (1-ρ)·ln((1-ρ)/(1-ρ_j)) between Bernoulli distributions, in nats; 0 where all ρ_j are ρ.
 * @param means ρ_j, [outputs]; clamped to [10⁻⁶, 1 - 10⁻⁶]
 * @param activity ρ
 * @returns scalar
 */
export function sparsityPenalty(means: Tensor, activity: number): Tensor {
  const inside = clip(means, margin, 1 - margin);
  const on = mul(log(div(inside, activity)), -activity);
  const off = mul(log(div(sub(1, inside), 1 - activity)), activity - 1);
  return sum(add(on, off));
}
