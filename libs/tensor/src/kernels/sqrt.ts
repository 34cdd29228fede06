import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { div } from './div.js';
import { mul } from './mul.js';

/** √x, elementwise, x > 0. */
export function sqrt(x: Tensor): Tensor {
  const y = run('Sqrt', [x]);
  return differentiable(y, [x], (dy) => [() => div(mul(dy, 0.5), y)]);
}
