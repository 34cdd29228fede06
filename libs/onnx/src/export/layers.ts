import { PolymathError } from '@polymath/errors';
import type { Layer, LayerOf, LayerOp, Padding } from '@polymath/tensor';
import { samePadding } from '../same-padding.js';
import type { LayerWriter } from './layer-writer.js';

type Write<Op extends LayerOp> = (layer: LayerOf<Op>, to: LayerWriter) => void;

/** ONNX lists what comes before each axis, then what comes after; we list rows, then columns. */
const pads = ([top, bottom, left, right]: Padding) => [top, left, bottom, right];

/** Per-axis values in the file's order: channels before rows and columns. */
const channelsFirst = <T>(values: readonly T[]): readonly T[] =>
  values.length === 3 ? [...values.slice(2), ...values.slice(0, 2)] : values;

/** How each op is written. */
const table: { [Op in LayerOp]: Write<Op> } = {
  conv2d: writeConvolution,
  convTranspose2d: writeTransposedConvolution,
  dense: (layer, to) => {
    const weight = to.parameter('weight', [layer.in, layer.out], [1, 0]);
    const bias = layer.bias ? [to.parameter('bias', [layer.out])] : [];
    to.node('Gemm', [weight, ...bias], { transB: 1 });
  },
  batchNorm: writeBatchNormalization,
  relu: (_, to) => to.node('Relu'),
  tanh: (_, to) => to.node('Tanh'),
  sigmoid: (_, to) => to.node('Sigmoid'),
  softmax: (_, to) => to.node('Softmax', [], { axis: 1 }),
  identity: (_, to) => to.node('Identity'),
  dropout: (_, to) => to.node('Identity'),
  elu: ({ alpha }, to) => to.node('Elu', [], { alpha: { float: alpha } }),
  leakyRelu: ({ alpha }, to) => to.node('LeakyRelu', [], { alpha: { float: alpha } }),
  maxPool: (layer, to) => to.node('MaxPool', [], windows(layer)),
  averagePool: (layer, to) =>
    to.node('AveragePool', [], { ...windows(layer), count_include_pad: 1 }),
  globalAveragePool: (_, to) => to.nodeAfter('GlobalAveragePool', 'Flatten', { axis: 1 }),
  flatten: (_, to) => to.node('Flatten', [], { axis: 1 }),
  reshape: ({ shape }, to) =>
    to.node('Reshape', [to.integers('shape', [-1, ...channelsFirst(shape)])]),
  add: ({ inputs }, to) => to.node(inputs.length === 2 ? 'Add' : 'Sum'),
  concat: (_, to) => to.node('Concat', [], { axis: 1 }),
  subsample: ({ strides }, to) =>
    writeSlice(to, {
      axes: [2, 3],
      starts: [0, 0],
      ends: to.inputShape.slice(0, 2),
      steps: strides,
    }),
  pad: ({ margins }, to) => {
    const own = channelsFirst(margins);
    const sides = [0, ...own.map(([before]) => before), 0, ...own.map(([, after]) => after)];
    to.node('Pad', [to.integers('pads', sides)]);
  },
  slice: ({ axis, start, end }, to) => {
    const isImage = to.inputShape.length === 3;
    const own = isImage ? ((axis + 1) % 3) + 1 : 1;
    writeSlice(to, { axes: [own], starts: [start], ends: [end], steps: [1] });
  },
  normalize: (_, to) => to.node('LpNormalization', [], { axis: 1, p: 2 }),
  standardize: ({ name }) => {
    throw new PolymathError(
      'invalid-input',
      `layer ${name} (standardize) cannot be written as ONNX: only classifiers can`,
    );
  },
};

/**
 * Writes the nodes of one layer.
 * @throws invalid-input for an op that only generators have
 */
export function writeLayer(layer: Layer, to: LayerWriter): void {
  (table[layer.op] as Write<LayerOp>)(layer, to);
}

function writeConvolution(layer: LayerOf<'conv2d'>, to: LayerWriter): void {
  const [rows, columns] = layer.kernel;
  const weight = to.parameter('weight', [rows, columns, layer.in, layer.out], [3, 2, 0, 1]);
  const bias = layer.bias ? [to.parameter('bias', [layer.out])] : [];
  to.node('Conv', [weight, ...bias], windows(layer));
}

function writeTransposedConvolution(layer: LayerOf<'convTranspose2d'>, to: LayerWriter): void {
  const { kernel, strides } = layer;
  const weight = to.parameter('weight', [...kernel, layer.out, layer.in], [3, 2, 0, 1]);
  const bias = layer.bias ? [to.parameter('bias', [layer.out])] : [];
  const { padding, extra } =
    layer.padding === 'same'
      ? samePadding(kernel, strides)
      : { padding: [0, 0, 0, 0] as const, extra: [0, 0] };
  to.node('ConvTranspose', [weight, ...bias], {
    kernel_shape: kernel,
    strides,
    pads: pads(padding),
    output_padding: extra,
  });
}

function writeBatchNormalization(layer: LayerOf<'batchNorm'>, to: LayerWriter): void {
  const { channels, affine, epsilon, momentum } = layer;
  const own = (name: string, otherwise: number) =>
    affine ? to.parameter(name, [channels]) : to.filled(name, channels, otherwise);
  const affineInputs = [own('weight', 1), own('bias', 0)];
  const statistics = ['runningMean', 'runningVariance'].map((name) =>
    to.parameter(name, [channels]),
  );
  // ONNX's momentum is the share of the old value.
  to.node('BatchNormalization', [...affineInputs, ...statistics], {
    epsilon: { float: epsilon },
    momentum: { float: 1 - momentum },
  });
}

function windows({ kernel, strides, padding }: LayerOf<'conv2d' | 'maxPool' | 'averagePool'>) {
  return { kernel_shape: kernel, strides, pads: pads(padding) };
}

function writeSlice(
  to: LayerWriter,
  slices: Record<'axes' | 'starts' | 'ends' | 'steps', readonly number[]>,
): void {
  const lists = (['starts', 'ends', 'axes', 'steps'] as const).map((list) =>
    to.integers(list, slices[list]),
  );
  to.node('Slice', lists);
}
