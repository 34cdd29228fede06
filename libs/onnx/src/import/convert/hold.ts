import { sizeOf } from '../../constant.js';
import type { Activation } from '../activation.js';
import type { LayerList } from '../layer-list.js';
import type { NodeReader } from '../node-reader.js';

/** The value with another shape of as many elements; adds `flatten` and `reshape` layers where its order changes. */
export function reshaped(
  node: NodeReader,
  layers: LayerList,
  value: Activation,
  shape: readonly number[],
): Activation {
  if (String(shape) === String(value.shape)) return value;
  const isShape = shape.every((size) => Number.isInteger(size) && size > 0);
  if (!isShape || sizeOf(shape) !== sizeOf(value.shape)) {
    const [from, to] = [value.shape, shape].map((sizes) => `[batch, ${sizes.join(', ')}]`);
    throw node.invalid(`cannot give ${from} the shape ${to}: the images of a batch stay apart`);
  }
  const isImage = layers.shapeOf(value).length === 3;
  const flat = isImage ? layers.add(node, { op: 'flatten' }, value) : value;
  const [channels = 1, height = 1, width = 1] = shape;
  return shape.length === 3
    ? layers.add(node, { op: 'reshape', shape: [height, width, channels] }, flat)
    : { ...flat, shape };
}

/**
 * The value held as [height, width, channels].
 * @throws invalid-input when the file does not have it as [batch, channels, height, width]
 */
export function asImage(node: NodeReader, layers: LayerList, value: Activation): Activation {
  const [channels = 1, height = 1, width = 1] = value.shape;
  if (value.shape.length !== 3) {
    throw node.invalid(
      `expected [batch, channels, height, width], got [batch, ${value.shape.join(', ')}]`,
    );
  }
  if (layers.shapeOf(value).length === 3) return value;
  return layers.add(node, { op: 'reshape', shape: [height, width, channels] }, value);
}

/**
 * The value held as the file has it: an image, or features.
 * @throws invalid-input for other numbers of dimensions
 */
export function asLayer(node: NodeReader, layers: LayerList, value: Activation): Activation {
  if (value.shape.length === 1) return value;
  return asImage(node, layers, value);
}
