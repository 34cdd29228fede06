import { sizeOf } from '../../constant.js';
import { resolveShape, squeezedShape, unsqueezedShape } from '../reshaping.js';
import { axisOf } from '../slices.js';
import type { NodeReader } from '../node-reader.js';
import type { Conversion } from './conversion.js';
import { reshaped } from './hold.js';

/** Flatten to [batch, features], channels first, as our flatten layer does. */
const flatten: Conversion = (node, layers) => {
  const x = node.activation();
  const axis = axisOf(node, node.int('axis', 1), x.shape.length + 1);
  if (axis !== 1) throw node.invalid(`axis must be 1, got ${axis}`);
  if (x.shape.length === 1) return layers.add(node, { op: 'flatten' }, x);
  return reshaped(node, layers, x, [sizeOf(x.shape)]);
};

const reshape: Conversion = (node, layers) => {
  const x = node.activation();
  const asked = Array.from(node.constant(1).data);
  const [batch = 0] = asked;
  const isBatch =
    Number.isNaN(batch) ||
    batch === layers.batch ||
    (batch === 0 && node.int('allowzero', 0) === 0);
  // Where all other sizes are given, the first can only be the number of images.
  if (isBatch || !asked.slice(1).includes(-1)) asked[0] = 1;
  const shape = resolveShape(node, [1, ...x.shape], asked);
  if (shape[0] !== 1)
    throw node.invalid(
      `cannot reshape the images of a batch together: asked for ${asked.join(', ')}`,
    );
  return reshaped(node, layers, x, shape.slice(1));
};

/** Squeeze and Unsqueeze; a batch counts as more than one image. */
const withAxes =
  (shapeOf: (node: NodeReader, shape: readonly number[]) => number[]): Conversion =>
  (node, layers) => {
    const x = node.activation();
    const [batch, ...shape] = shapeOf(node, [Number.NaN, ...x.shape]);
    if (batch === undefined || !Number.isNaN(batch))
      throw node.invalid('axis 0, of the images, must stay');
    return reshaped(node, layers, x, shape);
  };

/** Values given other shapes. */
export const reshaping: Readonly<Record<string, Conversion>> = {
  Flatten: flatten,
  Reshape: reshape,
  Squeeze: withAxes(squeezedShape),
  Unsqueeze: withAxes(unsqueezedShape),
};
