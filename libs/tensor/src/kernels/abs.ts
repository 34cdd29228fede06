import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';

/** |x|, elementwise. Its gradient at 0 is 0. */
export function abs(x: Tensor): Tensor {
  const y = run('Abs', [x]);
  return differentiable(y, [x], (dy) => [() => mul(dy, run('Sign', [x]))]);
}
