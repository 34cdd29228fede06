import type { Shape } from '@polymath/tensor';
import type { Value } from './network-builder.js';

/**
 * Rows of a matrix, or elements of a vector, from the model's order of features to ours.
 * @param rows one a feature
 */
export function toOurOrder({ order }: Value, values: Float32Array, rows: number): Float32Array {
  if (order?.kind !== 'features') return values;
  const width = values.length / rows;
  const result = new Float32Array(values.length);
  channelsFirstPlaces(order.image).forEach((theirs, ours) => {
    result.set(values.subarray(theirs * width, (theirs + 1) * width), ours * width);
  });
  return result;
}

/** For each feature counted channels first, its place row by row. */
function channelsFirstPlaces([height = 1, width = 1, channels = 1]: Shape): number[] {
  const pixels = height * width;
  return Array.from({ length: pixels * channels }, (_, ours) => {
    const [channel, pixel] = [Math.floor(ours / pixels), ours % pixels];
    return pixel * channels + channel;
  });
}

/** Whether both orders are the same for images of this shape. */
export const isOrderFree = ([height = 1, width = 1, channels = 1]: Shape): boolean =>
  channels === 1 || height * width === 1;
