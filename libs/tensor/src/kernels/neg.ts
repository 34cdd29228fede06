import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';

/** -x, elementwise. */
export function neg(x: Tensor): Tensor {
  return differentiable(run('Neg', [x]), [x], (dy) => [() => neg(dy)]);
}
