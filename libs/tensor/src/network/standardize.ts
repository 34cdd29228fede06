import { add, div, mean, mul, sqrt, square, sub, sum } from '../kernels/index.js';
import type { Tensor } from '../tensor.js';

/**
 * Brings each image and channel to mean 0 and standard deviation 1 over its n pixels:
 *     y = (x - mean) / (sd + epsilon)     sd² = Σ (x - mean)² / (n - 1)
 * @param x [batch, height, width, channels]
 * @param epsilon > 0; lets a constant image survive
 */
export function standardize(x: Tensor, epsilon: number): Tensor {
  const [, height = 1, width = 1] = x.shape;
  const centred = sub(x, mean(x, [1, 2], true));
  const variance = mul(sum(square(centred), [1, 2], true), 1 / (height * width - 1));
  // The root's slope is infinite at 0, where every pixel is equal.
  const deviation = sqrt(add(variance, epsilon * epsilon));
  return div(centred, add(deviation, epsilon));
}
