import { PolymathError } from '@polymath/errors';
import { integers } from '../constants.js';
import { cached, intAttribute, stringAttribute } from '../native/attributes.js';
import { run } from '../native/run.js';
import { shown } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Shape, Tensor } from '../tensor.js';
import { inputGradientOfFewChannels } from './few-channels.js';
import { pad } from './pad.js';

/** Zero rows and columns around an image: [top, bottom, left, right]. */
export type Padding = readonly [top: number, bottom: number, left: number, right: number];

/** Settings of a convolution; heights before widths. */
export interface Conv2dOptions {
  strides?: readonly [number, number];
  /** `same`: the output has ceil(size / stride) rows, missing ones added below and right; `valid`: none are added. */
  padding?: 'same' | 'valid' | Padding;
}

type NamedPadding = 'SAME' | 'VALID';

const attributes = cached((strideY: number, strideX: number, padding: NamedPadding) => [
  intAttribute('strides', [1, strideY, strideX, 1]),
  stringAttribute('padding', padding),
]);

/** The strides and padding of one convolution and of its two gradients. */
interface Geometry {
  strides: readonly [number, number];
  padding: NamedPadding;
}

const attributesOf = ({ strides: [y, x], padding }: Geometry) => attributes(y, x, padding);

/**
 * Cross-correlation of images with kernels (what deep learning calls convolution).
 * @param x images, [batch, height, width, in]
 * @param kernel [rows, columns, in, out]
 * @returns [batch, height', width', out]
 * @throws invalid-input when the channels differ or the ranks are not 4
 */
export function conv2d(
  x: Tensor,
  kernel: Tensor,
  { strides = [1, 1], padding = 'valid' }: Conv2dOptions = {},
): Tensor {
  if (x.shape.length !== 4 || kernel.shape.length !== 4 || x.shape[3] !== kernel.shape[2]) {
    throw new PolymathError(
      'invalid-input',
      `cannot convolve images ${shown(x.shape)} with kernels ${shown(kernel.shape)}`,
    );
  }
  if (typeof padding === 'string') {
    const named = padding === 'same' ? 'SAME' : 'VALID';
    return convolve(x, kernel, { strides, padding: named });
  }
  if (isSame(x.shape, kernel.shape, strides, padding)) {
    return convolve(x, kernel, { strides, padding: 'SAME' });
  }
  const [top, bottom, left, right] = padding;
  const padded = pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  return convolve(padded, kernel, { strides, padding: 'VALID' });
}

function convolve(x: Tensor, kernel: Tensor, geometry: Geometry): Tensor {
  const y = run('Conv2D', [x, kernel], attributesOf(geometry));
  return differentiable(y, [x, kernel], (dy) => [
    () => convInputGradient(dy, kernel, x.shape, geometry),
    () => convKernelGradient(x, dy, kernel.shape, geometry),
  ]);
}

// The three kernels are bilinear and each other's adjoints, so they are closed under differentiation.
function convInputGradient(dy: Tensor, kernel: Tensor, shape: Shape, geometry: Geometry): Tensor {
  const byTwo = geometry.strides[0] === 2 && geometry.strides[1] === 2;
  const dx =
    (byTwo && inputGradientOfFewChannels(dy, kernel, shape)) ||
    run('Conv2DBackpropInput', [integers(shape), kernel, dy], attributesOf(geometry));
  return differentiable(dx, [dy, kernel], (u) => [
    () => convolve(u, kernel, geometry),
    () => convKernelGradient(u, dy, kernel.shape, geometry),
  ]);
}

function convKernelGradient(x: Tensor, dy: Tensor, shape: Shape, geometry: Geometry): Tensor {
  const dk = run('Conv2DBackpropFilter', [x, integers(shape), dy], attributesOf(geometry));
  return differentiable(dk, [x, dy], (u) => [
    () => convInputGradient(dy, u, x.shape, geometry),
    () => convolve(x, u, geometry),
  ]);
}

/**
 * Transposed convolution: the adjoint of {@link conv2d} with the same kernel, strides and padding.
 * @param x [batch, height, width, in]
 * @param kernel [rows, columns, out, in]
 * @param options `same` gives height · stride, `valid` (height - 1) · stride + rows
 * @returns [batch, height', width', out]
 */
export function conv2dTranspose(
  x: Tensor,
  kernel: Tensor,
  { strides = [1, 1], padding = 'valid' }: Conv2dOptions & { padding?: 'same' | 'valid' } = {},
): Tensor {
  const [batch = 0, height = 0, width = 0] = x.shape;
  const [rows = 0, columns = 0, channels = 0, inputs] = kernel.shape;
  if (x.shape.length !== 4 || kernel.shape.length !== 4 || x.shape[3] !== inputs) {
    throw new PolymathError(
      'invalid-input',
      `cannot spread images ${shown(x.shape)} with kernels ${shown(kernel.shape)}`,
    );
  }
  const grow = (size: number, stride: number, kernelSize: number) =>
    padding === 'same' ? size * stride : (size - 1) * stride + kernelSize;
  const shape = [batch, grow(height, strides[0], rows), grow(width, strides[1], columns), channels];
  const named = padding === 'same' ? 'SAME' : 'VALID';
  return convInputGradient(x, kernel, shape, { strides, padding: named });
}

/** Whether explicit zeros are those that `same` would add: its kernels are faster than padding first. */
function isSame(
  [, height = 0, width = 0]: Shape,
  [rows = 0, columns = 0]: Shape,
  [strideY, strideX]: readonly [number, number],
  [top, bottom, left, right]: Padding,
): boolean {
  const missing = (size: number, kernel: number, stride: number) =>
    Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  const y = missing(height, rows, strideY);
  const x = missing(width, columns, strideX);
  return (
    top === Math.floor(y / 2) &&
    bottom === Math.ceil(y / 2) &&
    left === Math.floor(x / 2) &&
    right === Math.ceil(x / 2)
  );
}
