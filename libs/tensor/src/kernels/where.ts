import { operand } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { unbroadcast } from './unbroadcast.js';

/** a where the condition holds, b elsewhere; elementwise with broadcasting. */
export function where(condition: Tensor, x: Tensor | number, y: Tensor | number): Tensor {
  const [a, b] = [operand(x), operand(y)];
  return differentiable(run('SelectV2', [condition, a, b]), [a, b], (dy) => [
    () => unbroadcast(where(condition, dy, 0), a.shape),
    () => unbroadcast(where(condition, 0, dy), b.shape),
  ]);
}
