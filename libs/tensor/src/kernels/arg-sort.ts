import { integer } from '../constants.js';
import { boolAttribute } from '../native/attributes.js';
import { runAll } from '../native/run.js';
import type { Tensor } from '../tensor.js';

const sorted = [boolAttribute('sorted', true)];

/**
 * The places along the last axis from the largest value to the smallest, int32; equal values in the order in which they lie.
 * @param x [..., n]
 * @param count how many of the largest, 1 to n; all unless given
 * @returns [..., count], each 0 to n - 1
 */
export function argSort(x: Tensor, count = x.shape.at(-1) ?? 1): Tensor {
  return runAll('TopKV2', [x, integer(count)], 2, sorted)[1] as Tensor;
}
