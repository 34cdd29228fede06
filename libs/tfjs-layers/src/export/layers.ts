import { PolymathError } from '@polymath/errors';
import type { Layer, LayerOf, LayerOp, Shape } from '@polymath/tensor';
import { samePadding } from '../same-padding.js';
import { selection, type Chain } from './chain.js';

type Write<Op extends LayerOp> = (layer: LayerOf<Op>, to: Chain) => void;
type Pool = LayerOf<'maxPool' | 'averagePool'>;

const valid = { padding: 'valid', data_format: 'channels_last' };
const activation = (name: string) => (_: Layer, to: Chain) =>
  to.add('Activation', { activation: name });

/** How each op is written; null where TensorFlow.js has nothing of the kind. */
const table: { [Op in LayerOp]: Write<Op> | null } = {
  conv2d: (layer, to) => {
    to.pad(layer.padding);
    const shape = [...layer.kernel, layer.in, layer.out];
    to.add('Conv2D', convolutionConfig(layer, 'valid'), to.weightAndBias(shape, layer));
  },
  convTranspose2d: writeTransposedConvolution,
  dense: (layer, to) => {
    const config = { units: layer.out, activation: 'linear', use_bias: layer.bias };
    to.add('Dense', config, to.weightAndBias([layer.in, layer.out], layer));
  },
  batchNorm: writeBatchNormalization,
  relu: activation('relu'),
  tanh: activation('tanh'),
  sigmoid: activation('sigmoid'),
  softmax: activation('softmax'),
  identity: activation('linear'),
  dropout: ({ rate }, to) => to.add('Dropout', { rate }),
  elu: ({ alpha }, to) => to.add('ELU', { alpha }),
  leakyRelu: ({ alpha }, to) => to.add('LeakyReLU', { alpha }),
  maxPool: writeMaxPool,
  averagePool: writeAveragePool,
  globalAveragePool: (_, to) => to.add('GlobalAveragePooling2D', { data_format: 'channels_last' }),
  flatten: (_, to) => {
    const [height = 1, width = 1, channels = 1] = to.inputShape;
    // Ours counts channels first.
    if (channels > 1 && height * width > 1) to.before('Permute', { dims: [3, 1, 2] });
    to.add('Flatten', {});
  },
  reshape: ({ shape: [height, width, channels] }, to) => {
    if (channels === 1 || height * width === 1) {
      to.add('Reshape', { target_shape: [height, width, channels] });
      return;
    }
    to.before('Reshape', { target_shape: [channels, height, width] });
    to.add('Permute', { dims: [2, 3, 1] });
  },
  add: (_, to) => to.add('Add', {}),
  concat: (_, to) => to.add('Concatenate', { axis: -1 }),
  // A window of one pixel at every stride.
  subsample: ({ strides }, to) => to.add('MaxPooling2D', { pool_size: [1, 1], strides, ...valid }),
  pad: ({ margins }, to) => {
    const [rows, columns, channels] =
      margins.length === 3 ? margins : [[0, 0], [0, 0], margins[0]!];
    to.pad([rows[0], rows[1], columns[0], columns[1]]);
    const inputs = to.inputShape.at(-1)!;
    const [before, after] = channels;
    selection(to, { inputs, outputs: before + inputs + after, offset: before });
  },
  slice: ({ axis, start, end }, to) => {
    const size = to.inputShape[axis]!;
    if (axis === to.inputShape.length - 1) {
      selection(to, { inputs: size, outputs: end - start, offset: -start });
      return;
    }
    const cropping = [0, 1].map((other) => (other === axis ? [start, size - end] : [0, 0]));
    to.add('Cropping2D', { cropping, data_format: 'channels_last' });
  },
  standardize: null,
  normalize: null,
};

/** Whether TensorFlow.js has something that computes what a layer does. */
export function isSupported(layer: Layer, inputShape: Shape, readsRelu: boolean): boolean {
  if (layer.op === 'convTranspose2d') return growsWhole(layer);
  // Its layer refuses others.
  if (layer.op === 'elu') return layer.alpha === 1;
  if (layer.op === 'maxPool') return poolingOf(layer, inputShape, readsRelu) !== undefined;
  return table[layer.op] !== null;
}

/** Writes one layer that {@link isSupported}. */
export function writeLayer(layer: Layer, to: Chain): void {
  const write = table[layer.op] as Write<LayerOp> | null;
  if (!write) throw new PolymathError('internal', `layer ${layer.name} cannot be written`);
  write(layer, to);
}

function convolutionConfig(
  layer: LayerOf<'conv2d' | 'convTranspose2d'>,
  padding: string,
): Record<string, unknown> {
  return {
    filters: layer.out,
    kernel_size: layer.kernel,
    strides: layer.strides,
    padding,
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    activation: 'linear',
    use_bias: layer.bias,
  };
}

function writeTransposedConvolution(layer: LayerOf<'convTranspose2d'>, to: Chain): void {
  const shape = [...layer.kernel, layer.out, layer.in];
  const config = convolutionConfig(layer, layer.padding);
  to.add('Conv2DTranspose', config, to.weightAndBias(shape, layer));
}

/** TensorFlow.js gives images that are not overlapped as large as the strides, PyTorch as large as the kernel. */
const growsWhole = ({ kernel, strides, padding }: LayerOf<'convTranspose2d'>) =>
  padding === 'same' || kernel.every((size, axis) => size >= strides[axis]!);

function writeBatchNormalization(layer: LayerOf<'batchNorm'>, to: Chain): void {
  const { channels, affine, epsilon, momentum } = layer;
  const own = affine
    ? [to.weight('weight', 'gamma', [channels]), to.weight('bias', 'beta', [channels])]
    : [];
  const statistics = [
    to.weight('runningMean', 'moving_mean', [channels]),
    to.weight('runningVariance', 'moving_variance', [channels]),
  ];
  // Keras' momentum is the share of the old value.
  const config = { axis: -1, momentum: 1 - momentum, epsilon, center: affine, scale: affine };
  to.add('BatchNormalization', config, [...own, ...statistics]);
}

/** The zeros of its padding count, as ours do. */
function writeAveragePool(layer: Pool, to: Chain): void {
  to.pad(layer.padding);
  to.add('AveragePooling2D', { pool_size: layer.kernel, strides: layer.strides, ...valid });
}

function writeMaxPool(layer: Pool, to: Chain): void {
  const how = poolingOf(layer, to.inputShape, to.readsRelu);
  if (how === 'zeros') to.pad(layer.padding);
  const padding = how === 'same' ? 'same' : 'valid';
  to.add('MaxPooling2D', { pool_size: layer.kernel, strides: layer.strides, ...valid, padding });
}

/** A max-pool never picks its padding: as TensorFlow's `same`, or as zeros where nothing is below them. */
function poolingOf(
  layer: Pool,
  [height = 1, width = 1]: Shape,
  readsRelu: boolean,
): 'valid' | 'same' | 'zeros' | undefined {
  if (layer.padding.every((margin) => margin === 0)) return 'valid';
  if (String(samePadding(layer, [height, width])) === String(layer.padding)) return 'same';
  return readsRelu ? 'zeros' : undefined;
}
