import { operand } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { greaterEqual } from './comparisons.js';
import { unbroadcast } from './unbroadcast.js';
import { where } from './where.js';

/** The larger of a and b, elementwise with broadcasting. Where they are equal, the gradient goes to a. */
export function maximum(x: Tensor | number, y: Tensor | number): Tensor {
  const [a, b] = [operand(x), operand(y)];
  return differentiable(run('Maximum', [a, b]), [a, b], (dy) => [
    () => unbroadcast(where(greaterEqual(a, b), dy, 0), a.shape),
    () => unbroadcast(where(greaterEqual(a, b), 0, dy), b.shape),
  ]);
}
