import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Shape, Tensor } from '../tensor.js';

/**
 * Every n-th element along each axis, from the first.
 * @param strides n, one an axis, at least 1
 */
export function stridedSlice(x: Tensor, strides: Shape): Tensor {
  return differentiable(run('StridedSlice', [x, ...block(x.shape, strides)]), [x], (dy) => [
    () => spread(dy, x.shape, strides),
  ]);
}

// The adjoint: puts the elements back, zeros between them.
function spread(dy: Tensor, shape: Shape, strides: Shape): Tensor {
  const inputs = [integers(shape), ...block(shape, strides), dy];
  return differentiable(run('StridedSliceGrad', inputs), [dy], (u) => [
    () => stridedSlice(u, strides),
  ]);
}

const block = (shape: Shape, strides: Shape) => [
  integers(shape.map(() => 0)), // starts
  integers(shape), // ends
  integers(strides),
];
