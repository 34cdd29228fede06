import { PolymathError } from '@polymath/errors';
import { readIdx, type ByteArray } from './idx.js';
import { isNpy, readNpy, readNpyLabels } from './npy.js';

/** 8-bit images of one size, each with the number of its class. */
export interface LabelledImages {
  /** [count, height, width, channels], row-major, 0 to 255 */
  images: Uint8Array;
  /** [count], from 0 */
  labels: Int32Array;
  count: number;
  height: number;
  width: number;
  channels: number;
}

/**
 * Images and their labels from two files, each IDX (plain or gzip) or NumPy's .npy.
 * @param images the whole file of [count, height, width], or of [count, height, width, 1 or 3]
 * @param labels the whole file of [count]
 * @throws corrupt-data when a file is broken, has other dimensions, or the counts differ
 */
export function readLabelledImages(images: Uint8Array, labels: Uint8Array): LabelledImages {
  const pixels = isNpy(images) ? pixelsOf(images) : readIdx(images);
  const classes = isNpy(labels) ? readNpyLabels(labels) : labelsOf(readIdx(labels));
  const [count, height, width, channels = 1] = pixels.shape;
  if (!isImages(pixels) || !count || !height || !width) {
    throw new PolymathError(
      'corrupt-data',
      `images: expected [count, height, width], got [${pixels.shape.join(', ')}]`,
    );
  }
  if (classes.shape.length !== 1 || classes.shape[0] !== count) {
    throw new PolymathError(
      'corrupt-data',
      `labels: expected [${count}], one an image, got [${classes.shape.join(', ')}]`,
    );
  }
  return { images: pixels.data, labels: classes.data, count, height, width, channels };
}

/** Whether the dimensions are those of grey images, or of images with one or three channels. */
function isImages({ shape }: ByteArray): boolean {
  return shape.length === 3 || (shape.length === 4 && (shape[3] === 1 || shape[3] === 3));
}

function pixelsOf(file: Uint8Array): ByteArray {
  const { kind, shape, data } = readNpy(file);
  if (data instanceof Uint8Array) return { shape, data };
  throw new PolymathError('corrupt-data', `images: expected unsigned bytes (u1), got ${kind}`);
}

const labelsOf = ({ shape, data }: ByteArray) => ({ shape, data: Int32Array.from(data) });

/**
 * The images at the given places, in that order.
 * @param places 0 to count - 1; may repeat
 */
export function selectImages(data: LabelledImages, places: ArrayLike<number>): LabelledImages {
  const count = places.length;
  const size = imageSize(data);
  const images = new Uint8Array(count * size);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const place = checkedPlace(data, places[i]!);
    images.set(data.images.subarray(place * size, (place + 1) * size), i * size);
    labels[i] = data.labels[place]!;
  }
  return { ...data, images, labels, count };
}

/**
 * Consecutive parts of the given sizes, e.g. training and validation; views, not copies.
 * @param counts images of each part, together at most all
 * @throws invalid-input when there are fewer images
 */
export function splitImages(data: LabelledImages, counts: readonly number[]): LabelledImages[] {
  const wanted = counts.reduce((sum, count) => sum + count, 0);
  if (wanted > data.count || counts.some((count) => !Number.isInteger(count) || count < 0)) {
    throw new PolymathError(
      'invalid-input',
      `cannot split ${data.count} images into parts of ${counts.join(', ')}`,
    );
  }
  const size = imageSize(data);
  let start = 0;
  return counts.map((count) => {
    const images = data.images.subarray(start * size, (start + count) * size);
    const labels = data.labels.subarray(start, start + count);
    start += count;
    return { ...data, images, labels, count };
  });
}

/** Bytes of one image. */
export const imageSize = ({ height, width, channels }: LabelledImages): number =>
  height * width * channels;

/** @throws invalid-input when there is no image at the place */
export function checkedPlace(data: LabelledImages, place: number): number {
  if (Number.isInteger(place) && place >= 0 && place < data.count) return place;
  throw new PolymathError(
    'invalid-input',
    `places must be whole numbers from 0 to ${data.count - 1}, got ${place}`,
  );
}
