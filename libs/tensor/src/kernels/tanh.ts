import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';

/** The hyperbolic tangent, elementwise. */
export function tanh(x: Tensor): Tensor {
  const y = run('Tanh', [x]);
  return differentiable(y, [x], (dy) => [() => tanhGradient(dy, y)]);
}

// dy · (1 - y²)
function tanhGradient(dy: Tensor, y: Tensor): Tensor {
  return differentiable(run('TanhGrad', [y, dy]), [dy, y], (u) => [
    () => tanhGradient(u, y),
    () => mul(mul(u, dy), mul(y, -2)),
  ]);
}
