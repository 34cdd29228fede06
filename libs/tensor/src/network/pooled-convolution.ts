import { concat, conv2d, maxOfParts, pad } from '../kernels/index.js';
import type { Tensor } from '../tensor.js';

/** Up to so many input channels the four kernels in one go are faster than a convolution and a max-pool. */
export const mostPooledChannels = 8;

/**
 * The largest value in each 2x2 window of a convolution, without the convolution: each kernel is shifted to the four places
 * of the window, which is then one step of a convolution with strides of 2.
 * @param x [batch, height, width, in]
 * @param kernel [rows, columns, in, out]
 * @returns what `maxPool(conv2d(x, kernel), { window: [2, 2] })` gives, up to rounding
 */
export function pooledConvolution(x: Tensor, kernel: Tensor): Tensor {
  const shifted = [0, 1].flatMap((down) =>
    [0, 1].map((right) =>
      pad(kernel, [
        [down, 1 - down],
        [right, 1 - right],
        [0, 0],
        [0, 0],
      ]),
    ),
  );
  return maxOfParts(conv2d(x, concat(shifted, -1), { strides: [2, 2] }), 4);
}
