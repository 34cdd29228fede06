import { integer } from '../constants.js';
import { cached, intAttribute, nativeTypes, typeAttribute } from '../native/attributes.js';
import { run } from '../native/run.js';
import { normalizeAxes } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { DType, Tensor } from '../tensor.js';
import { slice } from './slice.js';

const attributes = cached((count: number, dtype: DType) => [
  intAttribute('N', count),
  typeAttribute('T', nativeTypes[dtype]),
]);

/** Tensors side by side along an axis; their other dimensions are equal. There is at least one. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const [first] = tensors as readonly [Tensor];
  if (tensors.length === 1) return first; // the kernel takes at least two
  const along = normalizeAxes(first, axis)[0]!;
  const kind = attributes(tensors.length, first.dtype);
  return differentiable(run('ConcatV2', [...tensors, integer(along)], kind), tensors, (dy) => {
    let next = 0;
    return tensors.map((t) => {
      const starts = t.shape.map((_, axis) => (axis === along ? next : 0));
      next += t.shape[along]!;
      return () => slice(dy, starts, t.shape);
    });
  });
}
