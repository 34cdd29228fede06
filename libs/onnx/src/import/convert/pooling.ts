import type { Activation } from '../activation.js';
import type { LayerList } from '../layer-list.js';
import type { NodeReader } from '../node-reader.js';
import { axisOf } from '../slices.js';
import type { Conversion } from './conversion.js';
import { asImage } from './hold.js';
import { readWindows } from './windows.js';

const pool =
  (op: 'maxPool' | 'averagePool'): Conversion =>
  (node, layers) => {
    const image = asImage(node, layers, node.activation());
    const [, height = 1, width = 1] = image.shape;
    const windows = readWindows(node, [height, width]);
    const isPadded = windows.padding.some((rows) => rows > 0);
    if (op === 'averagePool' && isPadded && node.int('count_include_pad', 0) === 0) {
      throw node.invalid('count_include_pad must be 1 where there is padding');
    }
    return layers.add(node, { op, ...windows }, image);
  };

/** The mean of each channel, which the file has as [channels, 1, 1] or as [channels]. */
function meanOfChannels(node: NodeReader, layers: LayerList, keep: boolean): Activation {
  const image = asImage(node, layers, node.activation());
  const mean = layers.add(node, { op: 'globalAveragePool' }, image);
  return keep ? { ...mean, shape: [...mean.shape, 1, 1] } : mean;
}

/** ReduceMean over height and width. */
const reduceMean: Conversion = (node, layers) => {
  const rank = node.activation().shape.length + 1;
  const axes = node.intsFrom(1, 'axes')?.map((axis) => axisOf(node, axis, rank)) ?? [];
  const isSpatial = rank === 4 && String(axes.sort()) === '2,3';
  if (!isSpatial)
    throw node.invalid(
      `can only average over axes 2 and 3 of 4, got ${axes.join(', ') || 'all'} of ${rank}`,
    );
  return meanOfChannels(node, layers, node.int('keepdims', 1) === 1);
};

/** Pooling. */
export const pooling: Readonly<Record<string, Conversion>> = {
  MaxPool: pool('maxPool'),
  AveragePool: pool('averagePool'),
  GlobalAveragePool: (node, layers) => meanOfChannels(node, layers, true),
  ReduceMean: reduceMean,
};
