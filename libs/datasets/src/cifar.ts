import { PolymathError } from '@polymath/errors';
import { gunzipped } from './gunzip.js';
import type { LabelledImages } from './labelled-images.js';

/** Which labels of which data set. */
export type CifarLabels = 'cifar10' | 'cifar100-fine' | 'cifar100-coarse';

const side = 32;
const channels = 3;
const plane = side * side;
const pixels = plane * channels;

/** Bytes of label before the pixels, which of them counts, and how many classes there are. */
const layouts = {
  cifar10: { before: 1, at: 0, classes: 10 },
  'cifar100-coarse': { before: 2, at: 0, classes: 20 },
  'cifar100-fine': { before: 2, at: 1, classes: 100 },
} as const;

/**
 * Images and labels of CIFAR-10 or CIFAR-100 from their binary version (A. Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html):
 * for each image its label, for CIFAR-100 the coarse and the fine one, then 32x32 bytes of red, of green, of blue.
 * @param packed whole files, plain or gzip, one after the other
 * @throws corrupt-data when a file holds no whole number of images, or a label is none
 */
export function readCifar(packed: readonly Uint8Array[], labels: CifarLabels): LabelledImages {
  const files = packed.map((file, i) => gunzipped(file, `CIFAR file ${i + 1}`));
  const { before } = layouts[labels];
  const record = before + pixels;
  files.forEach((file, i) => checkLength(file, record, i));
  const count = files.reduce((sum, file) => sum + file.length / record, 0);
  const images = new Uint8Array(count * pixels);
  const classes = new Int32Array(count);
  let place = 0;
  for (const [i, file] of files.entries()) {
    for (let start = 0; start < file.length; start += record, place++) {
      classes[place] = labelAt(file, start, labels, [i, start / record]);
      interleave(file.subarray(start + before, start + record), images, place * pixels);
    }
  }
  return { images, labels: classes, count, height: side, width: side, channels };
}

function checkLength({ length }: Uint8Array, record: number, i: number): void {
  if (length > 0 && length % record === 0) return;
  throw corrupt(i, `a multiple of ${record} bytes, one for each image, got ${length} bytes`);
}

function labelAt(
  file: Uint8Array,
  start: number,
  labels: CifarLabels,
  [i, image]: readonly [number, number],
): number {
  const { at, classes } = layouts[labels];
  const label = file[start + at]!;
  if (label < classes) return label;
  throw corrupt(i, `a label from 0 to ${classes - 1}, got ${label} at image ${image}`);
}

/** From one plane a channel to the channels of each pixel side by side. */
function interleave(planes: Uint8Array, images: Uint8Array, to: number): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < plane; i++) {
      images[to + i * channels + channel] = planes[channel * plane + i]!;
    }
  }
}

const corrupt = (i: number, expected: string) =>
  new PolymathError('corrupt-data', `CIFAR file ${i + 1}: expected ${expected}`);
