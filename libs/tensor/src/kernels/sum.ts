import { integers } from '../constants.js';
import { boolAttribute, cached } from '../native/attributes.js';
import { run } from '../native/run.js';
import { normalizeAxes } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { sumToChannels } from './bias-add.js';
import { unreduce } from './unreduce.js';

/** Whether a reduction leaves its axes with size 1. */
export const reduction = cached((keepAxes: boolean) => [boolAttribute('keep_dims', keepAxes)]);

/** The sum over the given axes, all unless given; they are dropped unless `keepAxes`. */
export function sum(x: Tensor, axes?: number | readonly number[], keepAxes = false): Tensor {
  const over = normalizeAxes(x, axes);
  if (over.length === 0) return x;
  const last = x.shape.length - 1;
  // Several times faster than Sum, and the shape of most gradients of broadcasting.
  if (!keepAxes && last > 0 && over.length === last && !over.includes(last))
    return sumToChannels(x);
  const total = run('Sum', [x, integers(over)], reduction(keepAxes));
  return differentiable(total, [x], (dy) => [() => unreduce(dy, over, x.shape)]);
}
