import type { Padding } from '@polymath/tensor';

/** Attributes of a transposed convolution whose result is the stride times as large as its input. */
export interface SamePadding {
  /** Rows and columns cut from the result. */
  padding: Padding;
  /** Rows and columns added below and to the right, where the kernel is smaller than the stride. */
  extra: readonly [number, number];
}

/** What PyTorch and ONNX are told for our transposed convolution with padding `same`; the odd row goes below and right. */
export function samePadding(
  kernel: readonly [number, number],
  strides: readonly [number, number],
): SamePadding {
  const rows = Math.max(kernel[0] - strides[0], 0);
  const columns = Math.max(kernel[1] - strides[1], 0);
  return {
    padding: [
      Math.floor(rows / 2),
      Math.ceil(rows / 2),
      Math.floor(columns / 2),
      Math.ceil(columns / 2),
    ],
    extra: [Math.max(strides[0] - kernel[0], 0), Math.max(strides[1] - kernel[1], 0)],
  };
}
