import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';

/** max(x, 0), elementwise. Its gradient at 0 is 0. */
export function relu(x: Tensor): Tensor {
  const y = run('Relu', [x]);
  return differentiable(y, [x], (dy) => [() => reluGradient(dy, y)]);
}

/** dy where y > 0, else 0. Linear in dy; flat in y. */
export function reluGradient(dy: Tensor, y: Tensor): Tensor {
  return differentiable(run('ReluGrad', [dy, y]), [dy], (u) => [() => reluGradient(u, y)]);
}
