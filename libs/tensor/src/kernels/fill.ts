import { constant, integers } from '../constants.js';
import { run } from '../native/run.js';
import type { Shape, Tensor } from '../tensor.js';

/** A tensor of the given shape with the same value everywhere. */
export const fill = (shape: Shape, value: number): Tensor =>
  run('Fill', [integers(shape), constant(value)]);
