import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { sub } from './sub.js';

/** 1 / (1 + e⁻ˣ), elementwise. */
export function sigmoid(x: Tensor): Tensor {
  const y = run('Sigmoid', [x]);
  return differentiable(y, [x], (dy) => [() => sigmoidGradient(dy, y)]);
}

// dy · y · (1 - y)
function sigmoidGradient(dy: Tensor, y: Tensor): Tensor {
  return differentiable(run('SigmoidGrad', [y, dy]), [dy, y], (u) => [
    () => sigmoidGradient(u, y),
    () => mul(mul(u, dy), sub(1, mul(y, 2))),
  ]);
}
