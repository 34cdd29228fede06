import type { Padding } from '../kernels/conv2d.js';

/**
 * A layer of a network as data: what it computes, and from which earlier layers. Images are [batch, height, width, channels]
 * throughout; `flatten` and `reshape` count channels first, as PyTorch and ONNX do, so that weights can be exchanged.
 */
export type Layer = { name: string; inputs: readonly string[] } & LayerKind;

/** What a layer computes. Its parameters are `<name>.weight`, `<name>.bias`, ...: see each kind. */
export type LayerKind =
  /** weight [rows, columns, in, out]; bias [out] */
  | {
      op: 'conv2d';
      in: number;
      out: number;
      kernel: readonly [number, number];
      strides: readonly [number, number];
      padding: Padding;
      bias: boolean;
    }
  /** weight [rows, columns, out, in]; bias [out]; `same` multiplies the size by the stride, `valid` as PyTorch's padding 0 */
  | {
      op: 'convTranspose2d';
      in: number;
      out: number;
      kernel: readonly [number, number];
      strides: readonly [number, number];
      padding: 'same' | 'valid';
      bias: boolean;
    }
  /** weight [in, out]; bias [out] */
  | { op: 'dense'; in: number; out: number; bias: boolean }
  /** weight, bias [channels] unless not affine; runningMean, runningVariance [channels] */
  | { op: 'batchNorm'; channels: number; epsilon: number; momentum: number; affine: boolean }
  | { op: 'relu' | 'tanh' | 'sigmoid' | 'softmax' | 'identity' }
  | { op: 'elu'; alpha: number }
  | { op: 'leakyRelu'; alpha: number }
  /** takes each element out with this probability where a forward pass draws for it, and scales the others by 1 / (1 - rate) */
  | { op: 'dropout'; rate: number }
  /** `averagePool` counts the zeros of its padding, as PyTorch does; `maxPool` never picks its padding */
  | {
      op: 'maxPool' | 'averagePool';
      kernel: readonly [number, number];
      strides: readonly [number, number];
      padding: Padding;
    }
  /** [batch, height, width, channels] to [batch, channels] */
  | { op: 'globalAveragePool' }
  /** to [batch, features], channels first */
  | { op: 'flatten' }
  /** from [batch, features] to [batch, height, width, channels]; features count channels first */
  | { op: 'reshape'; shape: readonly [height: number, width: number, channels: number] }
  /** the sum of its inputs */
  | { op: 'add' }
  /** its inputs side by side along the last axis */
  | { op: 'concat' }
  /** every `strides`-th row and column, from the first */
  | { op: 'subsample'; strides: readonly [number, number] }
  /** zeros around: one [before, after] for each axis but the batch */
  | { op: 'pad'; margins: readonly (readonly [number, number])[] }
  /** elements [start, end) along one axis, counted without the batch */
  | { op: 'slice'; axis: number; start: number; end: number }
  /** each image and channel to mean 0 and unbiased standard deviation 1 (plus epsilon) over its pixels */
  | { op: 'standardize'; epsilon: number }
  /** each row of features to length 1; a row of zeros stays */
  | { op: 'normalize' };

/** The op of a layer. */
export type LayerOp = LayerKind['op'];

/** A layer of one op. */
export type LayerOf<Op extends LayerOp> = Extract<Layer, { op: Op }>;

/** A network as data: layers in an order in which each comes after its inputs. */
export interface Graph {
  /** Name by which layers refer to the input, and its shape without the batch: [height, width, channels] or [features]. */
  input: { name: string; shape: readonly number[] };
  layers: readonly Layer[];
  /** The layer whose value is the network's result. */
  output: string;
  /** What a network of rows knows of the table that it was trained on. */
  table?: TableColumns;
}

/** How a network reads the columns of a table and what it calls the classes. */
export interface TableColumns {
  /** Input = (value - mean) / standardDeviation for each column: [features]. */
  mean: readonly number[];
  /** Each above 0. */
  standardDeviation: readonly number[];
  /** The classes as the table names them: [classes]. */
  classes: readonly string[];
}
