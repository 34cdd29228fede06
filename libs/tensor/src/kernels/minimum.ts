import { operand } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { lessEqual } from './comparisons.js';
import { unbroadcast } from './unbroadcast.js';
import { where } from './where.js';

/** The smaller of a and b, elementwise with broadcasting. Where they are equal, the gradient goes to a. */
export function minimum(x: Tensor | number, y: Tensor | number): Tensor {
  const [a, b] = [operand(x), operand(y)];
  return differentiable(run('Minimum', [a, b]), [a, b], (dy) => [
    () => unbroadcast(where(lessEqual(a, b), dy, 0), a.shape),
    () => unbroadcast(where(lessEqual(a, b), 0, dy), b.shape),
  ]);
}
