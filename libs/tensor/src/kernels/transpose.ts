import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';

/**
 * The axes in another order: axis i of the result is axis `order[i]` of x.
 * @param order a permutation of the axes; reversed unless given
 */
export function transpose(x: Tensor, order = [...x.shape.keys()].reverse()): Tensor {
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return differentiable(run('Transpose', [x, integers(order)]), [x], (dy) => [
    () => transpose(dy, inverse),
  ]);
}
