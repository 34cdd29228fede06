import { PolymathError } from '@polymath/errors';
import { sizeOf, type Shape } from '../tensor.js';
import type { Layer, LayerOf, LayerOp } from './graph.js';

type Infer<Op extends LayerOp> = (
  layer: LayerOf<Op>,
  inputs: readonly [Shape, ...Shape[]],
) => Shape;
type Windowed = LayerOf<'conv2d' | 'maxPool' | 'averagePool'>;

const unchanged = (_: Layer, [input]: readonly [Shape, ...Shape[]]): Shape => input;

/** The shape, without the batch, of what each op makes. */
const table: { [Op in LayerOp]: Infer<Op> } = {
  conv2d: (layer, [input]) => {
    expectImage(layer, input, layer.in);
    return [...windows(layer, input), layer.out];
  },
  convTranspose2d: (layer, [input]) => {
    expectImage(layer, input, layer.in);
    return [grow(layer, input, 0), grow(layer, input, 1), layer.out];
  },
  dense: (layer, [input]) => {
    expect(layer, input, input.length === 1 && input[0] === layer.in, `[${layer.in}]`);
    return [layer.out];
  },
  batchNorm: (layer, [input]) => {
    expect(layer, input, input.at(-1) === layer.channels, `${layer.channels} channels`);
    return input;
  },
  relu: unchanged,
  tanh: unchanged,
  sigmoid: unchanged,
  softmax: unchanged,
  identity: unchanged,
  elu: unchanged,
  leakyRelu: unchanged,
  dropout: unchanged,
  maxPool: (layer, [input]) => {
    expectNoEmptyWindow(layer);
    return pooled(layer, input);
  },
  averagePool: (layer, [input]) => pooled(layer, input),
  globalAveragePool: (layer, [input]) => [expectImage(layer, input)[2]],
  flatten: (_, [input]) => [sizeOf(input)],
  reshape: (layer, [input]) => {
    const size = sizeOf(layer.shape);
    expect(layer, input, sizeOf(input) === size, `${size} elements`);
    return layer.shape;
  },
  add: (layer, inputs) => {
    const [input] = inputs;
    const isSame = (other: Shape) => String(other) === String(input);
    for (const other of inputs) expect(layer, other, isSame(other), `[${input.join(', ')}]`);
    return input;
  },
  concat: (layer, inputs) => {
    const rest = inputs[0].slice(0, -1);
    const fits = (other: Shape) => String(other.slice(0, -1)) === String(rest);
    for (const other of inputs)
      expect(layer, other, fits(other), `[${[...rest, 'any'].join(', ')}]`);
    return [...rest, inputs.reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0)];
  },
  subsample: (layer, [input]) => {
    const [height, width, channels] = expectImage(layer, input);
    const [down, right] = layer.strides;
    return [Math.ceil(height / down), Math.ceil(width / right), channels];
  },
  pad: (layer, [input]) => {
    const { margins } = layer;
    expect(layer, input, margins.length === input.length, `rank ${margins.length}`);
    return margins.map(([before, after], i) => before + (input[i] ?? 0) + after);
  },
  slice: (layer, [input]) => {
    const { axis, start, end } = layer;
    const lies = start < end && end <= (input[axis] ?? 0);
    expect(layer, input, lies, `elements ${start} to ${end} along axis ${axis}`);
    return input.map((size, i) => (i === axis ? end - start : size));
  },
  standardize: (layer, [input]) => {
    const [height, width] = expectImage(layer, input);
    expect(layer, input, height * width > 1, 'at least 2 pixels');
    return input;
  },
  normalize: (layer, [input]) => {
    expect(layer, input, input.length === 1, '[features]');
    return input;
  },
};

/**
 * The shape, without the batch, of what a layer makes of inputs of these shapes.
 * @throws invalid-input that names the layer, what it expects and what came
 */
export function layerShape(layer: Layer, inputs: readonly [Shape, ...Shape[]]): Shape {
  return (table[layer.op] as Infer<LayerOp>)(layer, inputs);
}

function pooled(layer: LayerOf<'maxPool' | 'averagePool'>, input: Shape): Shape {
  const [, , channels] = expectImage(layer, input);
  return [...windows(layer, input), channels];
}

function windows(layer: Windowed, input: Shape): number[] {
  const [top, bottom, left, right] = layer.padding;
  return [top + bottom, left + right].map((margin, i) => {
    const room = (input[i] ?? 0) + margin - (layer.kernel[i] ?? 1);
    expect(layer, input, room >= 0, `at least ${layer.kernel.join(' x ')} pixels with the padding`);
    return Math.floor(room / (layer.strides[i] ?? 1)) + 1;
  });
}

// A window of padding alone has no largest value.
function expectNoEmptyWindow(layer: LayerOf<'maxPool' | 'averagePool'>): void {
  const [top, bottom, left, right] = layer.padding;
  const [rows, columns] = layer.kernel;
  if (Math.max(top, bottom) < rows && Math.max(left, right) < columns) return;
  const got = layer.padding.join(', ');
  throw invalid(layer, `padding must be smaller than the ${rows} x ${columns} window, got ${got}`);
}

function grow(layer: LayerOf<'convTranspose2d'>, input: Shape, axis: 0 | 1): number {
  const size = input[axis] ?? 0;
  if (layer.padding === 'same') return size * layer.strides[axis];
  return (size - 1) * layer.strides[axis] + layer.kernel[axis];
}

function expectImage(layer: Layer, input: Shape, channels?: number): [number, number, number] {
  const fits = input.length === 3 && (channels === undefined || input[2] === channels);
  expect(layer, input, fits, `[height, width, ${channels ?? 'channels'}]`);
  return input as unknown as [number, number, number];
}

function expect(layer: Layer, input: Shape, holds: boolean, expected: string): void {
  if (holds) return;
  throw invalid(layer, `expected an input of ${expected}, got [${input.join(', ')}]`);
}

const invalid = ({ name, op }: Layer, message: string) =>
  new PolymathError('invalid-input', `layer ${name} (${op}): ${message}`);
