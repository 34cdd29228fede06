import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { sigmoid } from './sigmoid.js';

/** ln(1 + eˣ), elementwise. */
export function softplus(x: Tensor): Tensor {
  const y = run('Softplus', [x]);
  return differentiable(y, [x], (dy) => [() => mul(dy, sigmoid(x))]);
}
