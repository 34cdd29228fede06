import type { Padding } from '../kernels/conv2d.js';
import type { Shape } from '../tensor.js';
import type { Graph, Layer, LayerKind } from './graph.js';
import { inferShapes } from './shapes.js';

type Kind<Op extends LayerKind['op']> = Extract<LayerKind, { op: Op }>;

/** Writes down a graph layer by layer; each reads the one before unless told otherwise. */
export class GraphBuilder {
  private readonly layers: Layer[] = [];
  private last: string;

  /** @param shape of the input without the batch: [height, width, channels] or [features] */
  constructor(
    private readonly shape: Shape,
    private readonly input = 'input',
  ) {
    this.last = input;
  }

  /** Adds a layer and gives its name, for others to read. */
  layer(name: string, kind: LayerKind, ...inputs: string[]): string {
    this.layers.push({ name, inputs: inputs.length > 0 ? inputs : [this.last], ...kind });
    return (this.last = name);
  }

  /** The graph, whose output is the last layer. */
  build(): Graph {
    const graph = {
      input: { name: this.input, shape: this.shape },
      layers: this.layers,
      output: this.last,
    };
    inferShapes(graph);
    return graph;
  }
}

/** A convolution with a square kernel; stride 1, no padding and a bias unless given. */
export function convolution(
  [inputs, outputs]: readonly [inputs: number, outputs: number],
  kernel: number,
  { stride = 1, padding = 0, bias = true } = {},
): Kind<'conv2d'> {
  const margin: Padding = [padding, padding, padding, padding];
  return {
    op: 'conv2d',
    in: inputs,
    out: outputs,
    kernel: [kernel, kernel],
    strides: [stride, stride],
    padding: margin,
    bias,
  };
}

/** A fully connected layer with a bias. */
export const dense = (inputs: number, outputs: number): Kind<'dense'> => ({
  op: 'dense',
  in: inputs,
  out: outputs,
  bias: true,
});

/** Batch norm with PyTorch's defaults: epsilon 1e-5, running = 0.9 · old + 0.1 · batch. */
export const batchNormalization = (
  channels: number,
  { affine = true } = {},
): Kind<'batchNorm'> => ({ op: 'batchNorm', channels, epsilon: 1e-5, momentum: 0.1, affine });

/** Max-pool with a square window that does not overlap. */
export const maxPooling = (size: number): Kind<'maxPool' | 'averagePool'> => ({
  op: 'maxPool',
  kernel: [size, size],
  strides: [size, size],
  padding: [0, 0, 0, 0],
});
