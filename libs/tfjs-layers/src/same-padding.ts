import type { Padding } from '@polymath/tensor';

/** Windows over the rows and columns of an image. */
export interface Windows {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
}

/**
 * What TensorFlow's `same` adds around an image so that it has ⌈size / stride⌉ windows a row or column: half of it before,
 * the odd one after.
 */
export function samePadding(
  { kernel, strides }: Windows,
  [height, width]: readonly [number, number],
): Padding {
  const [top, bottom] = around(height, kernel[0], strides[0]);
  const [left, right] = around(width, kernel[1], strides[1]);
  return [top, bottom, left, right];
}

function around(size: number, kernel: number, stride: number): [before: number, after: number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
