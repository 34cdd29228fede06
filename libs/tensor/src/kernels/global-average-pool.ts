import type { Tensor } from '../tensor.js';
import { mean } from './mean.js';

/**
 * The mean of each channel of each image.
 * @param x [batch, height, width, channels]
 * @returns [batch, channels]
 */
export const globalAveragePool = (x: Tensor): Tensor => mean(x, [1, 2]);
