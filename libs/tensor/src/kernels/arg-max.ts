import { integer } from '../constants.js';
import { nativeTypes, typeAttribute } from '../native/attributes.js';
import { run } from '../native/run.js';
import type { Tensor } from '../tensor.js';

const attributes = [typeAttribute('output_type', nativeTypes.int32)];

/** The place of the largest element along an axis, the last unless given; the first of equals. Int32, without a gradient. */
export const argMax = (x: Tensor, axis = -1): Tensor =>
  run('ArgMax', [x, integer(axis)], attributes);
