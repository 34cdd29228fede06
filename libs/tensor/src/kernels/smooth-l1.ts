import { checkSameShape } from '../shapes.js';
import type { Tensor } from '../tensor.js';
import { abs } from './abs.js';
import { mean } from './mean.js';
import { minimum } from './minimum.js';
import { mul } from './mul.js';
import { sub } from './sub.js';

/**
 * Smooth L1 loss (Girshick 2015, equation 3), the Huber loss divided by beta: mean over all elements of
 *     d² / (2 beta)  where d = |a - b| < beta,   d - beta / 2  elsewhere
 */
export function smoothL1(a: Tensor, b: Tensor, beta = 1): Tensor {
  checkSameShape({ a, b });
  const distance = abs(sub(a, b));
  const near = minimum(distance, beta);
  return mean(mul(mul(near, 1 / beta), sub(distance, mul(near, 0.5))));
}
