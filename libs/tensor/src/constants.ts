import { cached } from './native/attributes.js';
import { Tensor, untracked } from './tensor.js';

/** A scalar that is made once and never freed; for numbers in formulas. */
export const constant: (value: number) => Tensor = cached((value: number) =>
  untracked(Float32Array.of(value), []),
);

const vectors = new Map<string, Tensor>();

/** An int32 vector that is made once and never freed; for shapes, axes and permutations. */
export function integers(values: readonly number[]): Tensor {
  const key = values.join();
  let vector = vectors.get(key);
  if (!vector) vectors.set(key, (vector = untracked(Int32Array.from(values), [values.length])));
  return vector;
}

/** A number as an operand: itself if it is a tensor. */
export function operand(value: Tensor | number): Tensor {
  return typeof value === 'number' ? constant(value) : value;
}
