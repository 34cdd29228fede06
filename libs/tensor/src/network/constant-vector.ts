import { cached } from '../native/attributes.js';
import { untracked, type Tensor } from '../tensor.js';

/** A float vector of one value that is made once and never freed. */
export const constantVector: (value: number, size: number) => Tensor = cached(
  (value: number, size: number) => untracked(new Float32Array(size).fill(value), [size]),
);
