import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';

/** x², elementwise. */
export function square(x: Tensor): Tensor {
  const y = run('Square', [x]);
  return differentiable(y, [x], (dy) => [() => mul(dy, mul(x, 2))]);
}
