import { constant } from '../constants.js';
import { cached } from '../native/attributes.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import { untracked, type Tensor } from '../tensor.js';
import { slice } from './slice.js';

/** How many elements go before and after a dimension. */
export type Margin = readonly [before: number, after: number];

/**
 * Adds a border of one value, 0 unless given, around a tensor.
 * @param margins one an axis of x
 */
export function pad(x: Tensor, margins: readonly Margin[], value = 0): Tensor {
  if (margins.every(([before, after]) => before + after === 0)) return x;
  const starts = margins.map(([before]) => before);
  const padded = run('PadV2', [x, paddings(...margins.flat()), constant(value)]);
  return differentiable(padded, [x], (dy) => [() => slice(dy, starts, x.shape)]);
}

const paddings = cached((...flat: number[]) =>
  untracked(Int32Array.from(flat), [flat.length / 2, 2]),
);
