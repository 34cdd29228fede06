import {
  add,
  averagePool,
  batchNorm,
  batchNormInference,
  biasAdd,
  concat,
  conv2d,
  conv2dTranspose,
  elu,
  leakyRelu,
  less,
  matMul,
  maxPool,
  mean,
  mul,
  pad,
  relu,
  reshape,
  sigmoid,
  slice,
  softmax,
  stridedSlice,
  sub,
  tanh,
  transpose,
  unitVectors,
  where,
} from '../kernels/index.js';
import type { Parameter, Parameters } from '../parameter.js';
import type { RandomStream } from '../random/index.js';
import { sizeOf, type Tensor } from '../tensor.js';
import { constantVector } from './constant-vector.js';
import type { Layer, LayerOf, LayerOp } from './graph.js';
import { pooledConvolution } from './pooled-convolution.js';
import { standardize } from './standardize.js';

/**
 * How batch norm normalises: with running statistics (`inference`), with those of the batch and updating the running ones
 * (`training`), or with those of the batch alone (`batch-statistics`, for a frozen network).
 */
export type Mode = 'inference' | 'training' | 'batch-statistics';

/** What a layer works with beside its inputs. */
export interface Context {
  parameters: Parameters;
  mode: Mode;
  /** Draws what dropout takes out; without it nothing is. */
  dropout?: RandomStream | undefined;
}

type Apply<Op extends LayerOp> = (
  layer: LayerOf<Op>,
  inputs: readonly Tensor[],
  context: Context,
) => Tensor;

/** What each op computes. */
const table: { [Op in LayerOp]: Apply<Op> } = {
  conv2d: (layer, [x], context) => withBias(layer, convolve(layer, first(x), context), context),
  convTranspose2d: (layer, [x], context) =>
    withBias(layer, spread(layer, first(x), context), context),
  dense: (layer, [x], context) =>
    withBias(layer, matMul(first(x), weight(layer, context)), context),
  batchNorm: (layer, [x], context) => normalize(layer, first(x), context),
  relu: (_, [x]) => relu(first(x)),
  tanh: (_, [x]) => tanh(first(x)),
  sigmoid: (_, [x]) => sigmoid(first(x)),
  softmax: (_, [x]) => softmax(first(x)),
  identity: (_, [x]) => first(x),
  elu: ({ alpha }, [x]) => scaledElu(first(x), alpha),
  leakyRelu: ({ alpha }, [x]) => leakyRelu(first(x), alpha),
  dropout: ({ rate }, [x], { dropout: random }) =>
    random ? dropOut(first(x), rate, random) : first(x),
  maxPool: (layer, [x]) => pool(layer, first(x)),
  averagePool: (layer, [x]) => pool(layer, first(x)),
  globalAveragePool: (_, [x]) => mean(first(x), [1, 2]),
  flatten: (_, [x]) => flatten(first(x)),
  reshape: ({ shape: [height, width, channels] }, [x]) =>
    transpose(reshape(first(x), [-1, channels, height, width]), [0, 2, 3, 1]),
  add: (_, inputs) => inputs.reduce((sum, x) => add(sum, x)),
  concat: (_, inputs) => concat(inputs, -1),
  subsample: ({ strides }, [x]) => stridedSlice(first(x), [1, ...strides, 1]),
  pad: ({ margins }, [x]) => pad(first(x), [[0, 0], ...margins]),
  slice: ({ axis, start, end }, [x]) => cut(first(x), axis + 1, [start, end]),
  standardize: ({ epsilon }, [x]) => standardize(first(x), epsilon),
  normalize: (_, [x]) => unitVectors(first(x)),
};

/** The value of one layer. */
export function applyLayer(layer: Layer, inputs: readonly Tensor[], context: Context): Tensor {
  return (table[layer.op] as Apply<LayerOp>)(layer, inputs, context);
}

/** A convolution without its bias; as a matrix product where the kernel covers the whole image. */
export function convolve(layer: LayerOf<'conv2d'>, x: Tensor, context: Context): Tensor {
  const kernel = weight(layer, context);
  const [batch = 0, height, width] = x.shape;
  const covers = layer.kernel[0] === height && layer.kernel[1] === width;
  if (!covers || layer.padding.some((margin) => margin > 0)) {
    return conv2d(x, kernel, { strides: layer.strides, padding: layer.padding });
  }
  const rows = reshape(x, [batch, -1]);
  const product = matMul(rows, reshape(kernel, [-1, layer.out]));
  return reshape(product, [batch, 1, 1, layer.out]);
}

/** The largest value in each 2x2 window of a convolution that has strides of 1 and no padding, without its bias. */
export function convolvePooled(layer: LayerOf<'conv2d'>, x: Tensor, context: Context): Tensor {
  return pooledConvolution(x, weight(layer, context));
}

/** Adds a layer's bias, if it has one. */
export function withBias(layer: Layer & { bias: boolean }, x: Tensor, context: Context): Tensor {
  return layer.bias ? biasAdd(x, parameter(layer, 'bias', context)) : x;
}

/** x where x > 0, alpha · (eˣ - 1) elsewhere. */
function scaledElu(x: Tensor, alpha: number): Tensor {
  if (alpha === 1) return elu(x);
  const above = relu(x);
  return add(above, mul(sub(elu(x), above), alpha));
}

/** Srivastava et al. 2014, scaled while training. */
function dropOut(x: Tensor, rate: number, random: RandomStream): Tensor {
  const kept = less(random.uniform(x.shape), 1 - rate);
  return where(kept, mul(x, 1 / (1 - rate)), 0);
}

function spread(layer: LayerOf<'convTranspose2d'>, x: Tensor, context: Context): Tensor {
  const kernel = weight(layer, context);
  const [batch = 0, height, width] = x.shape;
  if (height !== 1 || width !== 1 || layer.padding !== 'valid') {
    return conv2dTranspose(x, kernel, { strides: layer.strides, padding: layer.padding });
  }
  // One pixel becomes one copy of the kernel: a matrix product.
  const flat = reshape(kernel, [-1, layer.in]);
  const product = matMul(reshape(x, [batch, layer.in]), flat, { transposeB: true });
  return reshape(product, [batch, ...layer.kernel, layer.out]);
}

function normalize(layer: LayerOf<'batchNorm'>, x: Tensor, context: Context): Tensor {
  const { channels, epsilon, momentum, affine } = layer;
  const scale = affine ? weight(layer, context) : constantVector(1, channels);
  const shift = affine ? parameter(layer, 'bias', context) : constantVector(0, channels);
  const mean = parameter(layer, 'runningMean', context);
  const variance = parameter(layer, 'runningVariance', context);
  if (context.mode === 'inference') {
    return batchNormInference(x, { gamma: scale, beta: shift, mean, variance, epsilon });
  }
  const image = x.shape.length === 4 ? x : reshape(x, [-1, 1, 1, channels]);
  const training = context.mode === 'training';
  const result = batchNorm(image, scale, shift, {
    epsilon,
    ...(training ? { running: { mean, variance, momentum } } : {}),
  });
  if (training) {
    mean.assign(result.mean);
    variance.assign(result.variance);
  }
  return reshape(result.y, x.shape);
}

function pool(layer: LayerOf<'maxPool' | 'averagePool'>, x: Tensor): Tensor {
  const [top, bottom, left, right] = layer.padding;
  const isMax = layer.op === 'maxPool';
  const padded = pad(
    x,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    isMax ? -Infinity : 0,
  );
  return (isMax ? maxPool : averagePool)(padded, { window: layer.kernel, strides: layer.strides });
}

function flatten(x: Tensor): Tensor {
  const [, height, width, channels] = x.shape;
  const isImage = x.shape.length === 4 && height !== undefined && width !== undefined;
  const spatial = isImage && height * width > 1 && channels !== 1;
  const ordered = spatial ? transpose(x, [0, 3, 1, 2]) : x;
  return reshape(ordered, [x.shape[0] ?? 0, sizeOf(x.shape.slice(1))]);
}

function cut(x: Tensor, axis: number, [start, end]: readonly [number, number]): Tensor {
  const starts = x.shape.map((_, i) => (i === axis ? start : 0));
  return slice(
    x,
    starts,
    x.shape.map((size, i) => (i === axis ? end - start : size)),
  );
}

const weight = (layer: Layer, context: Context) => parameter(layer, 'weight', context);

// Networks are checked when they are made: every parameter is there.
const parameter = (layer: Layer, name: string, { parameters }: Context) =>
  parameters.get(`${layer.name}.${name}`) as Parameter;

const first = (x: Tensor | undefined): Tensor => x as Tensor;
