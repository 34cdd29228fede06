import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Shape, Tensor } from '../tensor.js';
import { poolAttributes, type PoolAttributes, type PoolOptions } from './pool-options.js';

/**
 * The mean of each window; over the border, of what lies inside.
 * @param x [batch, height, width, channels]
 */
export function averagePool(x: Tensor, options: PoolOptions): Tensor {
  return average(x, poolAttributes(options));
}

function average(x: Tensor, attributes: PoolAttributes): Tensor {
  return differentiable(run('AvgPool', [x], attributes), [x], (dy) => [
    () => spread(dy, x.shape, attributes),
  ]);
}

// The adjoint: each mean's gradient in equal parts to its window.
function spread(dy: Tensor, shape: Shape, attributes: PoolAttributes): Tensor {
  return differentiable(run('AvgPoolGrad', [integers(shape), dy], attributes), [dy], (u) => [
    () => average(u, attributes),
  ]);
}
