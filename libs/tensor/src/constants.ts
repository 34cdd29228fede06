import { cached } from './native/attributes.js';
import { Tensor, untracked } from './tensor.js';

/** A scalar that is made once and never freed; for numbers in formulas. */
export const constant: (value: number) => Tensor = cached((value: number) =>
  untracked(Float32Array.of(value), []),
);

/** An int32 scalar that is made once and never freed; for axes and counts. */
export const integer: (value: number) => Tensor = cached((value: number) =>
  untracked(Int32Array.of(value), []),
);

const vector = cached((...values: number[]) => untracked(Int32Array.from(values), [values.length]));

/** An int32 vector that is made once and never freed; for shapes, lists of axes and permutations. */
export const integers = (values: readonly number[]): Tensor => vector(...values);

/** A number as an operand: itself if it is a tensor. */
export function operand(value: Tensor | number): Tensor {
  return typeof value === 'number' ? constant(value) : value;
}
