import {
  add,
  biasAdd,
  checkShapes,
  matMul,
  mul,
  softmaxCrossEntropy,
  square,
  sum,
  type Tensor,
} from '@polymath/tensor';

/** The soft-max recogniser. */
export interface RecognizerParameters {
  /** Θ, [features, classes] */
  weight: Tensor;
  /** [classes] */
  bias: Tensor;
}

/** Scores before the soft-max, f·Θ + b: [windows, classes]. */
export const logitsOf = ({ weight, bias }: RecognizerParameters, features: Tensor): Tensor =>
  biasAdd(matMul(features, weight), bias);

/**
 * Soft-max regression: J = -1/n · Σ_i log p(y_i | f_i) + λ/2 · ‖Θ‖²; the bias is not decayed.
 * @param features f, standardised, [windows, features]
 * @param labels y, int32 [windows]
 * @param weightDecay λ ≥ 0
 * @returns scalar, in nats
 */
export function recognizerObjective(
  parameters: RecognizerParameters,
  { features, labels }: { features: Tensor; labels: Tensor },
  weightDecay: number,
): Tensor {
  const { weight } = parameters;
  checkShapes({
    features: [features, 'windows features'],
    labels: [labels, 'windows'],
    weight: [weight, 'features classes'],
  });
  const likelihood = softmaxCrossEntropy(logitsOf(parameters, features), labels);
  return add(likelihood, mul(sum(square(weight)), weightDecay / 2));
}
