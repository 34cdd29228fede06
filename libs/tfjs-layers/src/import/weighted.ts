import type { Padding } from '@polymath/tensor';
import { samePadding } from '../same-padding.js';
import type { Convert } from './convert.js';
import { toOurOrder } from './feature-order.js';
import type { LayerReader } from './layer-reader.js';
import type { NetworkBuilder, Value } from './network-builder.js';

/** Conv2D: kernel [rows, columns, in, out], as ours. */
export const convolution: Convert = (layer, to, [x]) => {
  checkImage(layer, x!);
  const { shape, values } = layer.weight('kernel', [-1, -1, -1, -1]);
  const [rows = 1, columns = 1, inputs = 1, out = 1] = shape;
  const strides = layer.pair('strides', [1, 1]);
  const windows = { kernel: [rows, columns], strides } as const;
  const padding = paddingOf(layer, windows, x!);
  const bias = layer.flag('use_bias', true);
  const value = to.add(
    layer.node.name,
    { op: 'conv2d', in: inputs, out, ...windows, padding, bias },
    x!,
  );
  to.setParameter(value.layer, 'weight', values);
  return withBias(layer, to, value, out);
};

/** Conv2DTranspose: kernel [rows, columns, out, in], as ours. */
export const transposedConvolution: Convert = (layer, to, [x]) => {
  checkImage(layer, x!);
  const { shape, values } = layer.weight('kernel', [-1, -1, -1, -1]);
  const [rows = 1, columns = 1, out = 1, inputs = 1] = shape;
  const strides = layer.pair('strides', [1, 1]);
  const padding = layer.text('padding', 'valid') === 'same' ? 'same' : 'valid';
  const overlaps = rows >= strides[0] && columns >= strides[1];
  layer.demand(
    padding === 'same' || overlaps,
    'a kernel smaller than the strides is not supported',
  );
  layer.demand(!layer.list('output_padding'), 'output_padding is not supported');
  const windows = { kernel: [rows, columns], strides, padding } as const;
  const bias = layer.flag('use_bias', true);
  const value = to.add(
    layer.node.name,
    { op: 'convTranspose2d', in: inputs, out, ...windows, bias },
    x!,
  );
  to.setParameter(value.layer, 'weight', values);
  return withBias(layer, to, value, out);
};

/** Dense: kernel [in, out]; its rows take our order of features. */
export const dense: Convert = (layer, to, [x]) => {
  layer.demand(
    x!.shape.length === 1,
    `expected [batch, features], got [batch, ${x!.shape.join(', ')}]`,
  );
  const { shape, values } = layer.weight('kernel', [x!.shape[0]!, -1]);
  const [inputs = 1, out = 1] = shape;
  const bias = layer.flag('use_bias', true);
  const value = to.add(layer.node.name, { op: 'dense', in: inputs, out, bias }, x!);
  to.setParameter(value.layer, 'weight', toOurOrder(x!, values, inputs));
  return withBias(layer, to, { layer: value.layer, shape: value.shape }, out);
};

/** BatchNormalization over the last axis; Keras' momentum is the share that stays, ours the share that comes. */
export const normalization: Convert = (layer, to, [x]) => {
  const { length } = x!.shape;
  const channels = x!.shape[length - 1]!;
  const axis = Number(layer.list('axis')?.[0] ?? layer.number('axis', -1));
  layer.demand(axis === -1 || axis === length, `axis must be the last, got ${axis}`);
  const [scale, center] = [layer.flag('scale', true), layer.flag('center', true)];
  const epsilon = layer.number('epsilon', 1e-3);
  const momentum = rounded(1 - layer.number('momentum', 0.99));
  const affine = scale || center;
  const value = to.add(
    layer.node.name,
    { op: 'batchNorm', channels, epsilon, momentum, affine },
    x!,
  );
  const set = (name: string, kind: string, stored: boolean, otherwise: number) => {
    const values = stored
      ? layer.weight(kind, [channels]).values
      : new Float32Array(channels).fill(otherwise);
    to.setParameter(value.layer, name, toOurOrder(x!, values, channels));
  };
  if (affine) {
    set('weight', 'gamma', scale, 1);
    set('bias', 'beta', center, 0);
  }
  set('runningMean', 'moving_mean', true, 0);
  set('runningVariance', 'moving_variance', true, 1);
  return value;
};

/** Demands an image as our convolutions take it. */
export function checkImage(layer: LayerReader, { shape }: Value): void {
  layer.demand(
    shape.length === 3,
    `expected [batch, height, width, channels], got [batch, ${shape.join(', ')}]`,
  );
  const format = layer.text('data_format', 'channels_last');
  layer.demand(format === 'channels_last', `data_format must be channels_last, got ${format}`);
  const dilation = layer.pair('dilation_rate', [1, 1]);
  layer.demand(
    dilation.every((rate) => rate === 1),
    'dilation_rate must be 1',
  );
  layer.demand(layer.number('groups', 1) === 1, 'groups must be 1');
}

/** What a layer's `valid` or `same` puts around an image. */
export function paddingOf(
  layer: LayerReader,
  windows: { kernel: readonly [number, number]; strides: readonly [number, number] },
  { shape: [height = 1, width = 1] }: Value,
): Padding {
  const padding = layer.text('padding', 'valid');
  layer.demand(
    ['valid', 'same'].includes(padding),
    `padding must be valid or same, got ${padding}`,
  );
  return padding === 'same' ? samePadding(windows, [height, width]) : [0, 0, 0, 0];
}

function withBias(layer: LayerReader, to: NetworkBuilder, value: Value, out: number): Value {
  if (layer.flag('use_bias', true)) {
    to.setParameter(value.layer, 'bias', layer.weight('bias', [out]).values);
  }
  return value;
}

/** 0.1 for 1 - 0.9. */
const rounded = (value: number) => Number(value.toPrecision(12));
