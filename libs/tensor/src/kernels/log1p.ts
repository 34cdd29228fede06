import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { div } from './div.js';

/** ln(1 + x), elementwise, x > -1; exact for small x. */
export function log1p(x: Tensor): Tensor {
  const y = run('Log1p', [x]);
  return differentiable(y, [x], (dy) => [() => div(dy, add(x, 1))]);
}
