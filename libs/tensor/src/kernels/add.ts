import { operand } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { unbroadcast } from './unbroadcast.js';

/** a + b, elementwise with broadcasting. */
export function add(x: Tensor | number, y: Tensor | number): Tensor {
  const [a, b] = [operand(x), operand(y)];
  return differentiable(run('AddV2', [a, b]), [a, b], (dy) => [
    () => unbroadcast(dy, a.shape),
    () => unbroadcast(dy, b.shape),
  ]);
}
