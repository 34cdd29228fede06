import { operand } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { neg } from './neg.js';
import { unbroadcast } from './unbroadcast.js';

/** a - b, elementwise with broadcasting. */
export function sub(x: Tensor | number, y: Tensor | number): Tensor {
  const [a, b] = [operand(x), operand(y)];
  return differentiable(run('Sub', [a, b]), [a, b], (dy) => [
    () => unbroadcast(dy, a.shape),
    () => neg(unbroadcast(dy, b.shape)),
  ]);
}
