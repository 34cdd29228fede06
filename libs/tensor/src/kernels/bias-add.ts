import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { broadcastTo } from './broadcast-to.js';

/**
 * Adds one number a channel.
 * @param x [..., channels], at least two dimensions
 * @param bias [channels]
 */
export function biasAdd(x: Tensor, bias: Tensor): Tensor {
  return differentiable(run('BiasAdd', [x, bias]), [x, bias], (dy) => [
    () => dy,
    () => sumToChannels(dy),
  ]);
}

/**
 * The sum over all dimensions but the last; the fastest such reduction there is.
 * @returns [channels]
 */
export function sumToChannels(x: Tensor): Tensor {
  return differentiable(run('BiasAddGrad', [x]), [x], (dy) => [() => broadcastTo(dy, x.shape)]);
}
