import { cached, nativeTypes, typeAttribute } from '../native/attributes.js';
import { run } from '../native/run.js';
import type { DType, Tensor } from '../tensor.js';

const attributes = cached((dtype: DType) => [typeAttribute('DstT', nativeTypes[dtype])]);

/** The same values as another element type. A conversion has no gradient; to its own type x stays x. */
export const cast = (x: Tensor, dtype: DType): Tensor =>
  x.dtype === dtype ? x : run('Cast', [x], attributes(dtype));
