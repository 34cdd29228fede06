import type { Convert } from './convert.js';
import { checkImage, paddingOf } from './weighted.js';

const windows =
  (op: 'maxPool' | 'averagePool'): Convert =>
  (layer, to, [x]) => {
    checkImage(layer, x!);
    const kernel = layer.pair('pool_size', [2, 2]);
    const strides = layer.pair('strides', kernel);
    const padding = paddingOf(layer, { kernel, strides }, x!);
    const isPadded = padding.some((margin) => margin > 0);
    layer.demand(
      op === 'maxPool' || !isPadded,
      'padding same is not supported: its averages leave out the padding',
    );
    return to.add(layer.node.name, { op, kernel, strides, padding }, x!);
  };

/** Layers that pool images. */
export const pooling: Readonly<Record<string, Convert>> = {
  MaxPooling2D: windows('maxPool'),
  AveragePooling2D: windows('averagePool'),
  GlobalAveragePooling2D: (layer, to, [x]) => {
    checkImage(layer, x!);
    layer.demand(!layer.flag('keepdims', false), 'keepdims is not supported');
    return to.add(layer.node.name, { op: 'globalAveragePool' }, x!);
  },
};
