import { sizeOf } from '../../constant.js';
import type { NodeReader } from '../node-reader.js';

const maxElements = 2 ** 24;

/**
 * Refuses to work out a constant of more than 2^24 elements: a file of a few bytes must not ask for gigabytes.
 * @throws invalid-input, also for a size that is no whole number or below 0
 */
export function checkSize(node: NodeReader, shape: readonly number[]): void {
  if (shape.every((size) => Number.isInteger(size) && size >= 0) && sizeOf(shape) <= maxElements)
    return;
  throw node.invalid(
    `expected a constant of at most ${maxElements} elements, got [${shape.join(', ')}]`,
  );
}
