import { run, runAll } from '../native/run.js';
import { differentiable, isRecording } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { poolAttributes, type PoolAttributes, type PoolOptions } from './pool-options.js';

/**
 * The largest value of each window.
 * @param x [batch, height, width, channels]
 */
export function maxPool(x: Tensor, options: PoolOptions): Tensor {
  const attributes = poolAttributes(options);
  if (!isRecording() || !x.requiresGrad) return run('MaxPool', [x], attributes);
  const [y, places] = runAll('MaxPoolWithArgmax', [x], 2, attributes) as [Tensor, Tensor];
  const pooled = { x, y, places, attributes };
  return differentiable(y, [x], (dy) => [() => putBack(dy, pooled)]);
}

/** An input, its maxima and where they lie. */
interface Pooled {
  x: Tensor;
  y: Tensor;
  places: Tensor;
  attributes: PoolAttributes;
}

// To the places of the maxima, and from there: linear, and each other's adjoints.
function putBack(dy: Tensor, pooled: Pooled): Tensor {
  const { x, places, attributes } = pooled;
  return differentiable(run('MaxPoolGradWithArgmax', [x, dy, places], attributes), [dy], (u) => [
    () => pickOut(u, pooled),
  ]);
}

function pickOut(dx: Tensor, pooled: Pooled): Tensor {
  const { x, y, attributes } = pooled;
  return differentiable(run('MaxPoolGradGrad', [x, y, dx], attributes), [dx], (u) => [
    () => putBack(u, pooled),
  ]);
}
