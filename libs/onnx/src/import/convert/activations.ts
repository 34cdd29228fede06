import type { LayerKind } from '@polymath/tensor';
import type { NodeReader } from '../node-reader.js';
import { axisOf } from '../slices.js';
import type { Conversion } from './conversion.js';

/** A layer that treats each element alone, so that the order of elements does not matter. */
const elementwise =
  (kind: (node: NodeReader) => LayerKind): Conversion =>
  (node, layers) => {
    const x = node.activation();
    return { ...layers.add(node, kind(node), x), shape: x.shape };
  };

const plain = (op: 'relu' | 'tanh' | 'sigmoid' | 'identity') => elementwise(() => ({ op }));

/** Softmax over classes: the features, or the channels of an image. */
const softmax: Conversion = (node, layers) => {
  const x = node.activation();
  const rank = x.shape.length + 1;
  const isNew = node.operatorSet >= 13;
  const axis = axisOf(node, node.int('axis', isNew ? -1 : 1), rank);
  // Before version 13, all axes from `axis` on were taken as one.
  const overClasses = axis === 1 && (rank === 2 || (rank === 4 && isNew));
  if (!overClasses)
    throw node.invalid(`expected the axis of classes, 1, got ${axis} of ${rank} dimensions`);
  return { ...layers.add(node, { op: 'softmax' }, x), shape: x.shape };
};

/** Rows of features to Euclidean length 1. */
const normalize: Conversion = (node, layers) => {
  const x = node.activation();
  const axis = axisOf(node, node.int('axis', -1), x.shape.length + 1);
  const power = node.int('p', 2);
  if (x.shape.length !== 1 || axis !== 1 || power !== 2) {
    const got = `p ${power} along axis ${axis} of ${x.shape.length + 1} dimensions`;
    throw node.invalid(`expected the Euclidean length of rows of features, got ${got}`);
  }
  return { ...layers.add(node, { op: 'normalize' }, x), shape: x.shape };
};

/** A Cast of what depends on the input: only to float32, which it is. */
const cast: Conversion = (node) => {
  if (node.int('to', 1) === 1) return node.activation();
  throw node.invalid(`can only cast to float32, got ONNX data type ${node.int('to', 1)}`);
};

/** Activation functions, and what does nothing when a network is only used. */
export const activations: Readonly<Record<string, Conversion>> = {
  Relu: plain('relu'),
  Tanh: plain('tanh'),
  Sigmoid: plain('sigmoid'),
  Identity: plain('identity'),
  Dropout: plain('identity'),
  Elu: elementwise((node) => ({ op: 'elu', alpha: node.float('alpha', 1) })),
  LeakyRelu: elementwise((node) => ({ op: 'leakyRelu', alpha: node.float('alpha', 0.01) })),
  Softmax: softmax,
  LpNormalization: normalize,
  Cast: cast,
};
