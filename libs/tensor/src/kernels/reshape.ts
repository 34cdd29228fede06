import { PolymathError } from '@polymath/errors';
import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import { sameShape, shown } from '../shapes.js';
import { sizeOf, type Shape, type Tensor } from '../tensor.js';

/**
 * The same elements in another shape of the same size; one dimension may be -1: what is left.
 * @throws invalid-input when the sizes differ
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = sizeOf(shape.filter((size) => size !== -1));
  const target = shape.map((size) => (size === -1 ? x.size / known : size));
  if (sameShape(x.shape, target)) return x;
  if (sizeOf(target) !== x.size || !target.every(Number.isInteger)) {
    throw new PolymathError('invalid-input', `cannot reshape ${shown(x.shape)} to ${shown(shape)}`);
  }
  return differentiable(run('Reshape', [x, integers(target)]), [x], (dy) => [
    () => reshape(dy, x.shape),
  ]);
}
