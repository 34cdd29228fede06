import type { Padding } from '@polymath/tensor';
import type { NodeReader } from '../node-reader.js';

/** How a window moves over an image; heights before widths. */
export interface Windows {
  kernel: readonly [number, number];
  strides: readonly [number, number];
  padding: Padding;
}

/**
 * Window, strides and padding of a Conv or pooling node.
 * @param size height and width of the image
 * @param kernel size of the weight, where the node has one
 * @throws invalid-input for dilations, negative padding, and a last window that hangs over the edge (`ceil_mode`)
 */
export function readWindows(
  node: NodeReader,
  size: readonly [number, number],
  kernel: readonly [number, number] = pair(node, 'kernel_shape', [1, 1]),
): Windows {
  const strides = pair(node, 'strides', [1, 1]);
  if (isDilated(node)) throw node.invalid('dilations must be 1');
  const padding = readPadding(node, size, { kernel, strides });
  if (node.int('ceil_mode', 0) === 1) checkWholeWindows(node, size, { kernel, strides, padding });
  return { kernel, strides, padding };
}

/** Whether a window leaves pixels out. */
export const isDilated = (node: NodeReader): boolean =>
  pair(node, 'dilations', [1, 1]).some((d) => d !== 1);

/** Two whole numbers of at least `least`, for height and width. */
export function pair(
  node: NodeReader,
  attribute: string,
  otherwise: readonly [number, number],
  least = 1,
): readonly [number, number] {
  const values = node.ints(attribute);
  if (!values?.length) return otherwise;
  const [rows = 0, columns = 0] = values;
  if (values.length === 2 && rows >= least && columns >= least) return [rows, columns];
  throw node.invalid(
    `${attribute} must be 2 numbers of at least ${least}, got ${values.join(', ')}`,
  );
}

function readPadding(
  node: NodeReader,
  size: readonly [number, number],
  { kernel, strides }: Pick<Windows, 'kernel' | 'strides'>,
): Padding {
  const automatic = node.text('auto_pad', 'NOTSET');
  if (automatic === 'VALID') return [0, 0, 0, 0];
  if (automatic !== 'NOTSET') {
    const total = (axis: 0 | 1) =>
      Math.max(
        (Math.ceil(size[axis] / strides[axis]) - 1) * strides[axis] + kernel[axis] - size[axis],
        0,
      );
    const round = automatic === 'SAME_LOWER' ? Math.ceil : Math.floor;
    const [top, left] = [round(total(0) / 2), round(total(1) / 2)];
    return [top, total(0) - top, left, total(1) - left];
  }
  const pads = node.ints('pads');
  if (!pads?.length) return [0, 0, 0, 0];
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  if (pads.length === 4 && pads.every((rows) => rows >= 0)) return [top, bottom, left, right];
  throw node.invalid(`pads must be 4 numbers of at least 0, got ${pads.join(', ')}`);
}

function checkWholeWindows(
  node: NodeReader,
  size: readonly [number, number],
  { kernel, strides, padding: [top, bottom, left, right] }: Windows,
): void {
  const room = [size[0] + top + bottom - kernel[0], size[1] + left + right - kernel[1]];
  if (room.every((rows, axis) => rows % (strides[axis] ?? 1) === 0)) return;
  throw node.invalid('ceil_mode must be 0 where windows do not fill the image');
}
