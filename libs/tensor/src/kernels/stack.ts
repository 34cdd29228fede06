import type { Tensor } from '../tensor.js';
import { concat } from './concat.js';
import { reshape } from './reshape.js';

/** Tensors of one shape as the entries of a new axis, the first unless given. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const entries = tensors.map((t) => reshape(t, t.shape.toSpliced(axis, 0, 1)));
  return concat(entries, axis);
}
