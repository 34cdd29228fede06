import { constant } from '../constants.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { greaterEqual, lessEqual, logicalAnd } from './comparisons.js';
import { where } from './where.js';

/** min(max(x, low), high), elementwise. Its gradient is 0 outside of [low, high]. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  const y = run('ClipByValue', [x, constant(low), constant(high)]);
  return differentiable(y, [x], (dy) => [
    () => where(logicalAnd(greaterEqual(x, low), lessEqual(x, high)), dy, 0),
  ]);
}
