import { integers } from '../constants.js';
import { boolAttribute } from '../native/attributes.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';

const attributes = [boolAttribute('half_pixel_centers', true)];

/**
 * Images of another size by bilinear interpolation between pixel centres (PyTorch's `align_corners=False`, no antialiasing).
 * @param x [batch, height, width, channels]
 * @param size [height', width']
 * @returns [batch, height', width', channels]
 */
export function resizeBilinear(x: Tensor, size: readonly [number, number]): Tensor {
  return differentiable(run('ResizeBilinear', [x, integers(size)], attributes), [x], (dy) => [
    () => resizeGradient(dy, x, size),
  ]);
}

// Linear in dy; of x only the shape matters.
function resizeGradient(dy: Tensor, x: Tensor, size: readonly [number, number]): Tensor {
  return differentiable(run('ResizeBilinearGrad', [dy, x], attributes), [dy], (u) => [
    () => resizeBilinear(u, size),
  ]);
}
