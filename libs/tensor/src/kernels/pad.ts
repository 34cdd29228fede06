import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import { untracked, type Tensor } from '../tensor.js';
import { slice } from './slice.js';

/** How many zeros go before and after a dimension. */
export type Margin = readonly [before: number, after: number];

const known = new Map<string, Tensor>();

/**
 * Adds zeros around a tensor.
 * @param margins one an axis of x
 */
export function pad(x: Tensor, margins: readonly Margin[]): Tensor {
  if (margins.every(([before, after]) => before + after === 0)) return x;
  const starts = margins.map(([before]) => before);
  const padded = run('Pad', [x, marginsTensor(margins)]);
  return differentiable(padded, [x], (dy) => [() => slice(dy, starts, x.shape)]);
}

function marginsTensor(margins: readonly Margin[]): Tensor {
  const key = margins.join();
  let found = known.get(key);
  if (!found) {
    known.set(key, (found = untracked(Int32Array.from(margins.flat()), [margins.length, 2])));
  }
  return found;
}
