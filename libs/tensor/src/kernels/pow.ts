import { constant } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';

/** x to the power of a number, elementwise, x > 0. */
export function pow(x: Tensor, exponent: number): Tensor {
  return differentiable(run('Pow', [x, constant(exponent)]), [x], (dy) => [
    () => mul(dy, mul(pow(x, exponent - 1), exponent)),
  ]);
}
