import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { normalizeAxes } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { reduction } from './sum.js';
import { unreduce } from './unreduce.js';

/** The mean over the given axes, all unless given; they are dropped unless `keepAxes`. */
export function mean(x: Tensor, axes?: number | readonly number[], keepAxes = false): Tensor {
  const over = normalizeAxes(x, axes);
  const y = run('Mean', [x, integers(over)], reduction(keepAxes));
  // Scaled before it is repeated: there is less to scale.
  return differentiable(y, [x], (dy) => [() => unreduce(mul(dy, y.size / x.size), over, x.shape)]);
}
