import { checkShapes } from '../shapes.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { biasAdd } from './bias-add.js';
import { mul } from './mul.js';
import { rsqrt } from './rsqrt.js';
import { sub } from './sub.js';

/** What {@link batchNormInference} normalises with; the tensors are [channels]. */
export interface BatchNormInferenceOptions {
  gamma: Tensor;
  beta: Tensor;
  mean: Tensor;
  variance: Tensor;
  epsilon?: number;
}

/**
 * Batch normalisation with fixed statistics: gamma · (x - mean) / sqrt(variance + epsilon) + beta per channel, computed as
 * one scale and one offset a channel.
 * @param x [..., channels]
 */
export function batchNormInference(
  x: Tensor,
  { gamma, beta, mean, variance, epsilon = 1e-5 }: BatchNormInferenceOptions,
): Tensor {
  checkShapes({
    gamma: [gamma, 'channels'],
    beta: [beta, 'channels'],
    mean: [mean, 'channels'],
    variance: [variance, 'channels'],
  });
  const scale = mul(gamma, rsqrt(add(variance, epsilon)));
  return biasAdd(mul(x, scale), sub(beta, mul(mean, scale)));
}
