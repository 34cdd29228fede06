import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';

/** 1 / √x, elementwise, x > 0. */
export function rsqrt(x: Tensor): Tensor {
  const y = run('Rsqrt', [x]);
  return differentiable(y, [x], (dy) => [() => mul(dy, mul(-0.5, mul(y, mul(y, y))))]);
}
