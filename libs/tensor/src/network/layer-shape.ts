import { PolymathError } from '@polymath/errors';
import { sizeOf, type Shape } from '../tensor.js';
import type { Layer, LayerOf } from './graph.js';

type Windowed = LayerOf<'conv2d' | 'maxPool' | 'averagePool'>;

/**
 * The shape, without the batch, of what a layer makes of inputs of these shapes.
 * @throws invalid-input that names the layer, what it expects and what came
 */
export function layerShape(layer: Layer, inputs: readonly Shape[]): Shape {
  const input = inputs[0] ?? [];
  switch (layer.op) {
    case 'conv2d':
      expectImage(layer, input, layer.in);
      return [...windows(layer, input), layer.out];
    case 'maxPool':
    case 'averagePool':
      expectImage(layer, input);
      return [...windows(layer, input), input[2] ?? 0];
    case 'convTranspose2d':
      expectImage(layer, input, layer.in);
      return [grow(layer, input, 0), grow(layer, input, 1), layer.out];
    case 'dense':
      expect(layer, input, input.length === 1 && input[0] === layer.in, `[${layer.in}]`);
      return [layer.out];
    case 'batchNorm': {
      const channels = `${layer.channels} channels`;
      expect(layer, input, input.at(-1) === layer.channels, channels);
      return input;
    }
    case 'globalAveragePool':
      expectImage(layer, input);
      return [input[2] ?? 0];
    case 'flatten':
      return [sizeOf(input)];
    case 'reshape':
      expect(
        layer,
        input,
        sizeOf(input) === sizeOf(layer.shape),
        `${sizeOf(layer.shape)} elements`,
      );
      return layer.shape;
    case 'subsample':
      expectImage(layer, input);
      return [
        ...layer.strides.map((stride, i) => Math.ceil((input[i] ?? 0) / stride)),
        input[2] ?? 0,
      ];
    case 'pad':
      expect(layer, input, layer.margins.length === input.length, `rank ${layer.margins.length}`);
      return input.map(
        (size, i) => size + (layer.margins[i]?.[0] ?? 0) + (layer.margins[i]?.[1] ?? 0),
      );
    case 'slice': {
      const size = input[layer.axis] ?? 0;
      expect(
        layer,
        input,
        layer.start >= 0 && layer.start < layer.end && layer.end <= size,
        `at least ${layer.end} elements along axis ${layer.axis}`,
      );
      return input.map((s, i) => (i === layer.axis ? layer.end - layer.start : s));
    }
    case 'concat': {
      const rows = input.slice(0, -1);
      for (const other of inputs)
        expect(
          layer,
          other,
          String(other.slice(0, -1)) === String(rows),
          `[${[...rows, 'any'].join(', ')}]`,
        );
      return [...rows, inputs.reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0)];
    }
    case 'add':
      for (const other of inputs)
        expect(layer, other, String(other) === String(input), `[${input.join(', ')}]`);
      return input;
    default:
      return input;
  }
}

function windows(layer: Windowed, input: Shape): number[] {
  const [top, bottom, left, right] = layer.padding;
  return [top + bottom, left + right].map((margin, i) => {
    const room = (input[i] ?? 0) + margin - (layer.kernel[i] ?? 1);
    expect(layer, input, room >= 0, `at least ${layer.kernel.join(' x ')} pixels with the padding`);
    return Math.floor(room / (layer.strides[i] ?? 1)) + 1;
  });
}

function grow(layer: LayerOf<'convTranspose2d'>, input: Shape, axis: 0 | 1): number {
  const size = input[axis] ?? 0;
  if (layer.padding === 'same') return size * layer.strides[axis];
  return (size - 1) * layer.strides[axis] + layer.kernel[axis];
}

function expectImage(layer: Layer, input: Shape, channels?: number): void {
  const fits = input.length === 3 && (channels === undefined || input[2] === channels);
  expect(layer, input, fits, `[height, width, ${channels ?? 'channels'}]`);
}

function expect(layer: Layer, input: Shape, holds: boolean, expected: string): void {
  if (holds) return;
  throw new PolymathError(
    'invalid-input',
    `layer ${layer.name} (${layer.op}): expected an input of ${expected}, got [${input.join(', ')}]`,
  );
}
