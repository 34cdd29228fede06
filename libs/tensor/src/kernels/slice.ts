import { PolymathError } from '@polymath/errors';
import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { sameShape, shown } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Shape, Tensor } from '../tensor.js';
import { pad, type Margin } from './pad.js';

/**
 * The block of `sizes` elements that begins at `starts`.
 * @param starts one an axis, from 0
 * @param sizes one an axis; -1: to the end
 * @throws invalid-input when the block does not lie within x
 */
export function slice(x: Tensor, starts: Shape, sizes: Shape): Tensor {
  const shape = sizes.map((size, i) => (size === -1 ? (x.shape[i] ?? 0) - (starts[i] ?? 0) : size));
  const margins = x.shape.map((size, i): Margin => {
    const start = starts[i] ?? -1;
    return [start, size - start - (shape[i] ?? size)];
  });
  if (shape.length !== x.shape.length || margins.flat().some((margin) => margin < 0)) {
    throw new PolymathError(
      'invalid-input',
      `a block of ${shown(sizes)} at ${shown(starts)} does not lie within ${shown(x.shape)}`,
    );
  }
  if (sameShape(shape, x.shape)) return x;
  const block = run('Slice', [x, integers(starts), integers(shape)]);
  return differentiable(block, [x], (dy) => [() => pad(dy, margins)]);
}
