import type { Tensor } from '../tensor.js';
import { greater } from './comparisons.js';
import { mul } from './mul.js';
import { rsqrt } from './rsqrt.js';
import { square } from './square.js';
import { sum } from './sum.js';
import { where } from './where.js';

/**
 * x / ‖x‖ along the last axis: vectors of length 1. One that is no longer than `shortest` becomes 0, with the gradient 0.
 * @param shortest > 0; 1e-12 unless given
 */
export function unitVectors(x: Tensor, shortest = 1e-12): Tensor {
  const squared = sum(square(x), -1, true); // [..., 1]
  const isLong = greater(squared, shortest ** 2);
  return mul(x, where(isLong, rsqrt(where(isLong, squared, 1)), 0));
}
