import { broadcastAxes, sameShape } from '../shapes.js';
import type { Shape, Tensor } from '../tensor.js';
import { reshape } from './reshape.js';
import { sum } from './sum.js';

/** Sums a gradient over the dimensions in which its operand was repeated; the adjoint of broadcasting. */
export function unbroadcast(dy: Tensor, shape: Shape): Tensor {
  if (sameShape(dy.shape, shape)) return dy;
  return reshape(sum(dy, broadcastAxes(shape, dy.shape)), shape);
}
