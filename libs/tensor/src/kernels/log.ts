import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { div } from './div.js';

/** The natural logarithm, elementwise, x > 0. */
export function log(x: Tensor): Tensor {
  const y = run('Log', [x]);
  return differentiable(y, [x], (dy) => [() => div(dy, x)]);
}
