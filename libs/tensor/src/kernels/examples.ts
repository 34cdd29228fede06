import { sizeOf, tensor, type Shape, type Tensor } from '../tensor.js';
import * as kernels from './index.js';

/** What the walk over the kernels (derivatives.test.ts) calls a kernel with. Add one line for each new kernel. */
export interface Example {
  f: (...inputs: Tensor[]) => Tensor;
  inputs: readonly Input[];
}

/** An input at which the kernel is smooth. */
export interface Input {
  shape: Shape;
  values: Float32Array;
}

const goldenRatio = 0.6180339887498949;

/** Values that are spread evenly over [low, high) in no simple order and differ from each other. */
function between(low: number, high: number, shape: Shape): Input {
  const place = (i: number) => ((i + 1 + sizeOf(shape)) * goldenRatio) % 1;
  return {
    shape,
    values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => low + (high - low) * place(i)),
  };
}

/** Values of both signs with a magnitude in [0.2, 1.2): away from kinks at 0. */
function signed(...shape: number[]): Input {
  const { values } = between(0.2, 1.2, shape);
  return { shape, values: values.map((value, i) => (i % 3 === 1 ? -value : value)) };
}

const positive = (...shape: number[]): Input => between(0.5, 2, shape);

/** Values that are so far apart that a small step does not change their order. */
const distinct = (...shape: number[]): Input => between(-2, 2, shape);

/** Rows that sum to 1. */
function probabilities(batch: number, classes: number): Input {
  const { shape, values } = positive(batch, classes);
  const total = (row: number) =>
    values.subarray(row * classes, (row + 1) * classes).reduce((sum, value) => sum + value);
  return { shape, values: values.map((value, i) => value / total(Math.floor(i / classes))) };
}

const indices = (...values: number[]): Tensor => tensor(Int32Array.from(values));
const {
  batchMatMul,
  batchNorm,
  batchNormInference,
  concat,
  conv2d,
  conv2dTranspose,
  matMul,
  maxPool,
  averagePool,
} = kernels;

const images = signed(2, 4, 3, 2);
const perChannel = positive(2);
/** A vector of length 0.1 and one of length 1. */
const fewShort = { shape: [2, 2], values: Float32Array.of(0.06, 0.08, 0.6, -0.8) };

/** Inputs for every kernel that has a gradient; several where it has several forms. */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  abs: [{ f: kernels.abs, inputs: [signed(2, 3)] }],
  add: [{ f: kernels.add, inputs: [signed(2, 3), signed(3)] }],
  averagePool: [
    { f: (x) => averagePool(x, { window: [2, 2] }), inputs: [images] },
    {
      f: (x) => averagePool(x, { window: [3, 2], strides: [2, 1], padding: 'same' }),
      inputs: [images],
    },
  ],
  batchMatMul: [
    { f: (a, b) => batchMatMul(a, b), inputs: [signed(2, 2, 3), signed(3, 2)] },
    {
      f: (a, b) => batchMatMul(a, b, { transposeA: true }),
      inputs: [signed(2, 3, 2), signed(2, 3, 2)],
    },
    {
      f: (a, b) => batchMatMul(a, b, { transposeB: true }),
      inputs: [signed(2, 2, 3), signed(2, 2, 3)],
    },
  ],
  batchNorm: [
    { f: (x, gamma, beta) => batchNorm(x, gamma, beta).y, inputs: [images, perChannel, signed(2)] },
  ],
  batchNormInference: [
    {
      f: (x, gamma, beta, mean, variance) => batchNormInference(x, { gamma, beta, mean, variance }),
      inputs: [signed(3, 2), perChannel, signed(2), signed(2), perChannel],
    },
  ],
  biasAdd: [{ f: kernels.biasAdd, inputs: [images, signed(2)] }],
  broadcastTo: [{ f: (x) => kernels.broadcastTo(x, [2, 3, 2]), inputs: [signed(3, 1)] }],
  clip: [
    {
      f: (x) => kernels.clip(x, -0.5, 0.7),
      inputs: [{ shape: [5], values: Float32Array.of(-0.9, -0.3, 0.1, 0.5, 1) }],
    },
  ],
  concat: [
    { f: (...parts) => concat(parts, 1), inputs: [signed(2, 1), signed(2, 3)] },
    { f: (...parts) => concat(parts, 1), inputs: [signed(2, 1)] },
  ],
  conv2d: [
    { f: (x, k) => conv2d(x, k), inputs: [images, signed(2, 2, 2, 3)] },
    {
      f: (x, k) => conv2d(x, k, { strides: [2, 1], padding: 'same' }),
      inputs: [images, signed(3, 3, 2, 1)],
    },
    { f: (x, k) => conv2d(x, k, { padding: [1, 1, 1, 1] }), inputs: [images, signed(3, 3, 2, 1)] },
    {
      f: (x, k) => conv2d(x, k, { strides: [2, 2], padding: [0, 1, 2, 0] }),
      inputs: [images, signed(3, 3, 2, 1)],
    },
  ],
  conv2dTranspose: [
    {
      f: (x, k) => conv2dTranspose(x, k, { strides: [2, 2] }),
      inputs: [signed(1, 2, 2, 2), signed(3, 2, 3, 2)],
    },
    {
      f: (x, k) => conv2dTranspose(x, k, { strides: [2, 2], padding: 'same' }),
      inputs: [signed(1, 2, 2, 2), signed(3, 3, 1, 2)],
    },
  ],
  div: [{ f: kernels.div, inputs: [signed(2, 3), positive(2, 1)] }],
  elu: [{ f: kernels.elu, inputs: [signed(2, 3)] }],
  exp: [{ f: kernels.exp, inputs: [signed(2, 3)] }],
  gather: [{ f: (x) => kernels.gather(x, indices(2, 0, 2)), inputs: [signed(3, 2)] }],
  globalAveragePool: [{ f: kernels.globalAveragePool, inputs: [images] }],
  leakyRelu: [{ f: (x) => kernels.leakyRelu(x, 0.2), inputs: [signed(2, 3)] }],
  log: [{ f: kernels.log, inputs: [positive(2, 3)] }],
  log1p: [{ f: kernels.log1p, inputs: [positive(2, 3)] }],
  logSoftmax: [{ f: kernels.logSoftmax, inputs: [signed(2, 3)] }],
  matMul: [
    { f: (a, b) => matMul(a, b), inputs: [signed(2, 3), signed(3, 2)] },
    { f: (a, b) => matMul(a, b, { transposeA: true }), inputs: [signed(3, 2), signed(3, 2)] },
    { f: (a, b) => matMul(a, b, { transposeB: true }), inputs: [signed(2, 3), signed(2, 3)] },
    {
      f: (a, b) => matMul(a, b, { transposeA: true, transposeB: true }),
      inputs: [signed(3, 2), signed(2, 3)],
    },
  ],
  max: [
    { f: (x) => kernels.max(x), inputs: [distinct(2, 3)] },
    { f: (x) => kernels.max(x, 1, true), inputs: [distinct(2, 3)] },
  ],
  maxOfParts: [
    { f: (x) => kernels.maxOfParts(x, 3), inputs: [distinct(2, 6)] },
    { f: (x) => kernels.maxOfParts(x, 1), inputs: [distinct(2, 2)] },
  ],
  maximum: [
    {
      f: kernels.maximum,
      inputs: [distinct(2, 3), { shape: [3], values: Float32Array.of(0.1, -0.2, 0.6) }],
    },
  ],
  maxPool: [
    { f: (x) => maxPool(x, { window: [2, 2] }), inputs: [distinct(1, 4, 4, 1)] },
    {
      f: (x) => maxPool(x, { window: [3, 3], strides: [1, 2], padding: 'same' }),
      inputs: [distinct(1, 4, 3, 2)],
    },
  ],
  mean: [
    { f: (x) => kernels.mean(x), inputs: [signed(2, 3)] },
    { f: (x) => kernels.mean(x, [1], true), inputs: [signed(2, 3, 2)] },
  ],
  meanSquaredError: [{ f: kernels.meanSquaredError, inputs: [signed(2, 3), positive(2, 3)] }],
  minimum: [
    {
      f: kernels.minimum,
      inputs: [distinct(2, 3), { shape: [3], values: Float32Array.of(0.1, -0.2, 0.6) }],
    },
  ],
  mul: [{ f: kernels.mul, inputs: [signed(2, 3), signed(2, 1)] }],
  neg: [{ f: kernels.neg, inputs: [signed(2, 3)] }],
  norm: [
    { f: (x) => kernels.norm(x), inputs: [signed(2, 3)] },
    { f: (x) => kernels.norm(x, 0.5), inputs: [fewShort] },
  ],
  pad: [
    {
      f: (x) =>
        kernels.pad(
          x,
          [
            [1, 0],
            [0, 2],
          ],
          -1,
        ),
      inputs: [signed(2, 3)],
    },
  ],
  pow: [{ f: (x) => kernels.pow(x, 2.5), inputs: [positive(2, 3)] }],
  relu: [{ f: kernels.relu, inputs: [signed(2, 3)] }],
  reshape: [{ f: (x) => kernels.reshape(x, [3, -1]), inputs: [signed(2, 3)] }],
  resizeBilinear: [
    { f: (x) => kernels.resizeBilinear(x, [5, 7]), inputs: [signed(1, 4, 3, 2)] },
    { f: (x) => kernels.resizeBilinear(x, [3, 2]), inputs: [signed(1, 4, 3, 2)] },
  ],
  rsqrt: [{ f: kernels.rsqrt, inputs: [positive(2, 3)] }],
  sigmoid: [{ f: kernels.sigmoid, inputs: [signed(2, 3)] }],
  slice: [{ f: (x) => kernels.slice(x, [1, 0], [-1, 2]), inputs: [signed(3, 3)] }],
  smoothL1: [{ f: (a, b) => kernels.smoothL1(a, b, 0.7), inputs: [signed(2, 3), positive(2, 3)] }],
  softCrossEntropy: [{ f: kernels.softCrossEntropy, inputs: [signed(2, 3), probabilities(2, 3)] }],
  softmax: [{ f: kernels.softmax, inputs: [signed(2, 3)] }],
  softmaxCrossEntropy: [
    { f: (x) => kernels.softmaxCrossEntropy(x, indices(2, 0)), inputs: [signed(2, 3)] },
  ],
  softplus: [{ f: kernels.softplus, inputs: [signed(2, 3)] }],
  sqrt: [{ f: kernels.sqrt, inputs: [positive(2, 3)] }],
  square: [{ f: kernels.square, inputs: [signed(2, 3)] }],
  stack: [{ f: (...parts) => kernels.stack(parts, 1), inputs: [signed(2, 3), positive(2, 3)] }],
  stridedSlice: [{ f: (x) => kernels.stridedSlice(x, [1, 2, 3]), inputs: [signed(2, 3, 4)] }],
  sub: [{ f: kernels.sub, inputs: [signed(3), signed(2, 3)] }],
  sum: [
    { f: (x) => kernels.sum(x), inputs: [signed(2, 3)] },
    { f: (x) => kernels.sum(x, [0, -1]), inputs: [signed(2, 3, 2)] },
    { f: (x) => kernels.sum(x, 0, true), inputs: [signed(2, 3)] },
  ],
  sumToChannels: [{ f: kernels.sumToChannels, inputs: [images] }],
  tanh: [{ f: kernels.tanh, inputs: [signed(2, 3)] }],
  transpose: [
    { f: (x) => kernels.transpose(x), inputs: [signed(2, 3)] },
    { f: (x) => kernels.transpose(x, [2, 0, 1]), inputs: [signed(2, 3, 2)] },
  ],
  unitVectors: [
    { f: (x) => kernels.unitVectors(x), inputs: [signed(2, 3)] },
    { f: (x) => kernels.unitVectors(x, 0.5), inputs: [fewShort] },
  ],
  where: [
    {
      f: (a, b) => kernels.where(kernels.greater(tensor([1, -1, 1]), 0), a, b),
      inputs: [signed(2, 3), signed(3)],
    },
  ],
};

const comparisons = ['equal', 'greater', 'greaterEqual', 'less', 'lessEqual', 'notEqual'];
const logic = ['logicalAnd', 'logicalNot', 'logicalOr'];

/** Kernels without a gradient: their result has steps, is made of constants, or is cut off on purpose. */
export const withoutGradient: readonly string[] = [
  ...comparisons,
  ...logic,
  'argMax',
  'argSort',
  'cast',
  'detach',
  'fill',
  'oneHot',
];
