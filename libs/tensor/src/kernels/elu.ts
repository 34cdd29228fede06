import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { less } from './comparisons.js';
import { mul } from './mul.js';
import { where } from './where.js';

/** x where x > 0, eˣ - 1 elsewhere; elementwise (Clevert et al. 2016, equation 15 with alpha = 1). */
export function elu(x: Tensor): Tensor {
  const y = run('Elu', [x]);
  return differentiable(y, [x], (dy) => [() => eluGradient(dy, y)]);
}

// dy where y > 0, dy · (y + 1) elsewhere
function eluGradient(dy: Tensor, y: Tensor): Tensor {
  return differentiable(run('EluGrad', [dy, y]), [dy, y], (u) => [
    () => eluGradient(u, y),
    () => where(less(y, 0), mul(u, dy), 0),
  ]);
}
