import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';

/** eˣ, elementwise. */
export function exp(x: Tensor): Tensor {
  const y = run('Exp', [x]);
  return differentiable(y, [x], (dy) => [() => mul(dy, y)]);
}
