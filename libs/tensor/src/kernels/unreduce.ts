import type { Shape, Tensor } from '../tensor.js';
import { broadcastTo } from './broadcast-to.js';
import { reshape } from './reshape.js';

/** Repeats a reduced tensor along the axes that were reduced away; the adjoint of summing over them. */
export function unreduce(dy: Tensor, axes: readonly number[], shape: Shape): Tensor {
  // Broadcasting adds leading axes by itself.
  if (axes.every((axis, i) => axis === i)) return broadcastTo(dy, shape);
  return broadcastTo(reshape(dy, keptShape(shape, axes)), shape);
}

/** A shape in which the given axes have size 1. */
export const keptShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((size, i) => (axes.includes(i) ? 1 : size));
