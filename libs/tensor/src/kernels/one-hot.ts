import { constant, integer } from '../constants.js';
import { run } from '../native/run.js';
import type { Tensor } from '../tensor.js';

/**
 * Rows of zeros with a one at each index. Without a gradient.
 * @param indices int32, [...]; outside of [0, depth): a row of zeros
 * @returns float32, [..., depth]
 */
export const oneHot = (indices: Tensor, depth: number): Tensor =>
  run('OneHot', [indices, integer(depth), constant(1), constant(0)]);
