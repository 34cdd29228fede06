import { operand } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { unbroadcast } from './unbroadcast.js';

/** a / b, elementwise with broadcasting. */
export function div(x: Tensor | number, y: Tensor | number): Tensor {
  const [a, b] = [operand(x), operand(y)];
  const quotient = run('RealDiv', [a, b]);
  return differentiable(quotient, [a, b], (dy) => [
    () => unbroadcast(div(dy, b), a.shape),
    () => unbroadcast(neg(mul(dy, div(quotient, b))), b.shape),
  ]);
}
