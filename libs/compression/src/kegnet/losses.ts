import { add, meanSquaredError, mul, softCrossEntropy, type Tensor } from '@polymath/tensor';
import { diversityLoss } from './diversity-loss.js';

/**
 * How far the classifier is from seeing the wanted classes (Yoo et al. 2019, published code):
 *     L_cls = - mean over b of Σ_c y[b,c] · log softmax(logits[b])[c]
 * @param logits of the classifier for the generated inputs, [batch, classes]
 * @param classes wanted, one-hot or soft, [batch, classes]; constants
 * @returns scalar, in nats
 */
export function classLoss(logits: Tensor, classes: Tensor): Tensor {
  return softCrossEntropy(logits, classes);
}

/**
 * How badly the decoder finds the noise again: L_dec = mean over b and k of (decoded[b,k] - noise[b,k])².
 * @param decoded [batch, noise]
 * @param noise [batch, noise]; constants
 * @returns scalar
 */
export function decoderLoss(decoded: Tensor, noise: Tensor): Tensor {
  return meanSquaredError(decoded, noise);
}

/** The weights of the terms. */
export interface LossWeights {
  /** Of the decoder's loss. */
  alpha: number;
  /** Of the diversity loss. */
  beta: number;
}

/** The three terms and their sum L = L_cls + alpha · L_dec + beta · L_div; a term of weight 0 is left out. */
export interface GeneratorLoss {
  total: Tensor;
  classes: Tensor;
  decoder: Tensor | undefined;
  diversity: Tensor | undefined;
}

/** What the terms compare. */
export interface GeneratedBatch {
  /** One-hot or soft, [batch, classes]. */
  classes: Tensor;
  /** [batch, noise] */
  noise: Tensor;
  /** What the generator made, [batch, ...]. */
  inputs: Tensor;
  /** The classifier's logits for it, [batch, classes]. */
  logits: Tensor;
  /** What the decoder made of it, [batch, noise]. */
  decoded: Tensor;
}

/** The objective of generator and decoder: L = L_cls + alpha · L_dec + beta · L_div. */
export function generatorLoss(batch: GeneratedBatch, { alpha, beta }: LossWeights): GeneratorLoss {
  const classes = classLoss(batch.logits, batch.classes);
  const decoder = alpha === 0 ? undefined : decoderLoss(batch.decoded, batch.noise);
  const diversity = beta === 0 ? undefined : diversityLoss(batch.inputs, batch.noise);
  let total = classes;
  if (decoder) total = add(total, mul(decoder, alpha));
  if (diversity) total = add(total, mul(diversity, beta));
  return { total, classes, decoder, diversity };
}
