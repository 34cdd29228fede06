import { integer } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';

/**
 * Rows by their numbers, which may repeat.
 * @param x [rows, ...]
 * @param indices int32, [count], each in [0, rows)
 * @returns [count, ...]
 */
export function gather(x: Tensor, indices: Tensor): Tensor {
  return differentiable(run('GatherV2', [x, indices, integer(0)]), [x], (dy) => [
    () => scatter(dy, indices, x.shape[0]!),
  ]);
}

// The adjoint: adds up the rows that were read from the same place.
function scatter(dy: Tensor, indices: Tensor, rows: number): Tensor {
  return differentiable(run('UnsortedSegmentSum', [dy, indices, integer(rows)]), [dy], (u) => [
    () => gather(u, indices),
  ]);
}
