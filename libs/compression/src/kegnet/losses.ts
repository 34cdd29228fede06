import {
  abs,
  add,
  checkShapes,
  exp,
  mean,
  meanSquaredError,
  mul,
  neg,
  reshape,
  slice,
  softCrossEntropy,
  square,
  sub,
  type Tensor,
} from '@polymath/tensor';

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

/**
 * How alike inputs made of different noise are (in the form of the published code):
 *     L_div = exp( - mean over a, b of dz(a,b) · dx(a,b) )
 *     dz(a,b) = mean over k of (z[a,k] - z[b,k])²     dx(a,b) = mean over p of |x[a,p] - x[b,p]|
 * 0 < L_div <= 1, and 1 exactly when all inputs are equal.
 *
 * The pairwise differences are made for `rowsAtOnce` rows a at a time: the value does not depend on it, the memory does.
 * @param inputs generated, [batch, ...]
 * @param noise [batch, noise]; constants
 * @returns scalar
 */
export function diversityLoss(inputs: Tensor, noise: Tensor, rowsAtOnce = 32): Tensor {
  const batch = inputs.shape[0] ?? 0;
  const x = reshape(inputs, [batch, -1]); // [batch, pixels]
  checkShapes({ inputs: [x, 'batch pixels'], noise: [noise, 'batch noise'] });
  let total: Tensor | undefined;
  for (let first = 0; first < batch; first += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, batch - first);
    const part = mean(pairDistances(x, noise, [first, rows]));
    const share = mul(part, rows / batch);
    total = total ? add(total, share) : share;
  }
  return exp(neg(total as Tensor));
}

/** dz(a,b) · dx(a,b) for some rows a and all b, [rows, batch]. */
function pairDistances(x: Tensor, z: Tensor, [first, rows]: readonly [number, number]): Tensor {
  const dx = mean(abs(differences(x, [first, rows])), -1); // [rows, batch]
  const dz = mean(square(differences(z, [first, rows])), -1); // [rows, batch]
  return mul(dz, dx);
}

/** values[a] - values[b] for some rows a and all b, [rows, batch, size]. */
function differences(values: Tensor, [first, rows]: readonly [number, number]): Tensor {
  const [batch = 0, size = 0] = values.shape;
  const block = reshape(slice(values, [first, 0], [rows, size]), [rows, 1, size]);
  return sub(block, reshape(values, [1, batch, size]));
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
