import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { sameShape } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Shape, Tensor } from '../tensor.js';
import { unbroadcast } from './unbroadcast.js';

/** Repeats x along missing dimensions and those of size 1 until it has the given shape. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  return differentiable(run('BroadcastTo', [x, integers(shape)]), [x], (dy) => [
    () => unbroadcast(dy, x.shape),
  ]);
}
