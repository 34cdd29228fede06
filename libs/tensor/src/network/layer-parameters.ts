import type { Shape } from '../tensor.js';
import type { Graph, Layer } from './graph.js';

/** One parameter that a layer has. */
export interface ParameterSpec {
  /** With the layer's name, e.g. `conv1.weight`. */
  name: string;
  shape: Shape;
  /** False for running statistics. */
  trainable: boolean;
  /** How it begins: uniform in ±1/√fanIn, or one number throughout. */
  start: { fanIn: number } | { value: number };
}

/** The parameters that a layer has, in a fixed order. */
export function layerParameters(layer: Layer): ParameterSpec[] {
  switch (layer.op) {
    case 'conv2d': {
      const [rows, columns] = layer.kernel;
      const fanIn = rows * columns * layer.in;
      return weightAndBias(layer, [rows, columns, layer.in, layer.out], fanIn);
    }
    case 'convTranspose2d': {
      const [rows, columns] = layer.kernel;
      const fanIn = rows * columns * layer.out; // as PyTorch counts it
      return weightAndBias(layer, [rows, columns, layer.out, layer.in], fanIn);
    }
    case 'dense':
      return weightAndBias(layer, [layer.in, layer.out], layer.in);
    case 'batchNorm':
      return [
        ...(layer.affine
          ? [channels(layer, 'weight', 1, true), channels(layer, 'bias', 0, true)]
          : []),
        channels(layer, 'runningMean', 0, false),
        channels(layer, 'runningVariance', 1, false),
      ];
    default:
      return [];
  }
}

/** The parameters that the layers of a graph have. */
export function graphParameters(graph: Graph): ParameterSpec[] {
  return graph.layers.flatMap(layerParameters);
}

type Weighted = Extract<Layer, { op: 'conv2d' | 'convTranspose2d' | 'dense' }>;

function weightAndBias(layer: Weighted, shape: Shape, fanIn: number): ParameterSpec[] {
  const common = { trainable: true, start: { fanIn } };
  const weight = { name: `${layer.name}.weight`, shape, ...common };
  return layer.bias
    ? [weight, { name: `${layer.name}.bias`, shape: [layer.out], ...common }]
    : [weight];
}

function channels(
  layer: Extract<Layer, { op: 'batchNorm' }>,
  name: string,
  value: number,
  trainable: boolean,
): ParameterSpec {
  return { name: `${layer.name}.${name}`, shape: [layer.channels], trainable, start: { value } };
}
