import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { normalizeAxes } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { broadcastTo } from './broadcast-to.js';
import { reshape } from './reshape.js';

/** The sum over the given axes, all unless given; they are dropped unless `keepAxes`. */
export function sum(x: Tensor, axes?: number | readonly number[], keepAxes = false): Tensor {
  const over = normalizeAxes(x, axes);
  const ones = x.shape.map((size, i) => (over.includes(i) ? 1 : size));
  const total = differentiable(run('Sum', [x, integers(over)]), [x], (dy) => [
    () => broadcastTo(reshape(dy, ones), x.shape),
  ]);
  return keepAxes ? reshape(total, ones) : total;
}
