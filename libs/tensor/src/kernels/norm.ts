import type { Tensor } from '../tensor.js';
import { greater } from './comparisons.js';
import { sqrt } from './sqrt.js';
import { square } from './square.js';
import { sum } from './sum.js';
import { where } from './where.js';

/**
 * Euclidean length √(Σ x²) along the last axis, which is dropped. A vector that is no longer than `shortest` counts as that
 * long, with the gradient 0.
 * @param shortest > 0; 1e-12 unless given
 */
export function norm(x: Tensor, shortest = 1e-12): Tensor {
  const squared = sum(square(x), -1); // [...]
  const least = shortest ** 2;
  return sqrt(where(greater(squared, least), squared, least));
}
