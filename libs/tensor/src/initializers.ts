import { PolymathError } from '@polymath/errors';
import type { RandomStream } from './random/index.js';
import { tidy } from './scope.js';
import { floatsOf, type Shape } from './tensor.js';

/**
 * Initial values of a weight or a bias as PyTorch draws them for dense layers and (transposed) convolutions:
 *     U(-1 / √fanIn, 1 / √fanIn)
 * (Kaiming's uniform with a = √5, after He et al. 2015; the same bound for the bias.)
 *
 * @param fanIn values that flow into one output, ≥ 1: `in` of a dense layer, rows · columns · in of a convolution; PyTorch
 * counts rows · columns · out for a transposed one
 * @returns the elements of `shape`, row-major
 */
export function fromPyTorchDefaults(
  random: RandomStream,
  shape: Shape,
  fanIn: number,
): Float32Array {
  if (!Number.isInteger(fanIn) || fanIn < 1) {
    throw new PolymathError(
      'invalid-input',
      `fanIn must be a whole number of at least 1, got ${fanIn}`,
    );
  }
  const bound = 1 / Math.sqrt(fanIn);
  return tidy(() => floatsOf(random.uniform(shape, -bound, bound)));
}
