import { PolymathError } from '@polymath/errors';
import type { LabelledImages } from './labelled-images.js';

/**
 * Resizes 8-bit images bilinearly with half-pixel centres: output pixel i lies at (i + 0.5) · size / newSize - 0.5 of the
 * input. Along rows first, then along columns, each rounded to 8 bits; when shrinking, the triangle widens by the ratio so
 * that every input pixel counts. The same bytes as Pillow's `Image.resize` with `BILINEAR` (and so torchvision's `Resize` on
 * a Pillow image).
 * @throws invalid-input when a new size is not a whole number of at least 1
 */
export function resize(data: LabelledImages, height: number, width: number): LabelledImages {
  if (![height, width].every((size) => Number.isInteger(size) && size >= 1)) {
    throw new PolymathError(
      'invalid-input',
      `the new size must be at least 1 by 1, got ${height} by ${width}`,
    );
  }
  const { count, channels } = data;
  const rows = { lines: count * data.height, size: data.width, stride: channels };
  const columns = { lines: count, size: data.height, stride: width * channels };
  const wide = resample(data.images, rows, width);
  return { ...data, images: resample(wide, columns, height), height, width };
}

/** [lines, size, stride]: what is resampled along its middle. */
interface Axis {
  lines: number;
  size: number;
  stride: number;
}

// Weights are whole multiples of 2^-22, so that 255 times their sum fits 32 bits.
const fractionBits = 22;
const half = 1 << (fractionBits - 1);

function resample(input: Uint8Array, { lines, size, stride }: Axis, newSize: number): Uint8Array {
  if (newSize === size) return input;
  const output = new Uint8Array(lines * newSize * stride);
  const { taps, first, weights } = tapsOf(size, newSize);
  let to = 0;
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < newSize; i++) {
      const from = (line * size + first[i]!) * stride;
      const weight0 = weights[i * taps]!;
      const weight1 = weights[i * taps + 1]!;
      for (let at = from; at < from + stride; at++) {
        let sum = half + Math.imul(input[at]!, weight0) + Math.imul(input[at + stride]!, weight1);
        // Only when shrinking; the two above are spared the loop, which doubles the speed of enlarging.
        for (let tap = 2; tap < taps; tap++) {
          sum += Math.imul(input[at + tap * stride]!, weights[i * taps + tap]!);
        }
        output[to++] = sum >> fractionBits;
      }
    }
  }
  return output;
}

/** For each output pixel the input pixels that it is made of: `taps` of them from `first` on. */
interface Taps {
  /** At least 2; of an input of one pixel the second has weight 0, whatever lies there. */
  taps: number;
  /** [newSize] */
  first: Int32Array;
  /** [newSize, taps], in units of 2^-22 */
  weights: Int32Array;
}

function tapsOf(size: number, newSize: number): Taps {
  const ratio = size / newSize;
  const reach = Math.max(ratio, 1);
  const taps = Math.max(Math.min(Math.ceil(2 * reach), size), 2);
  const first = new Int32Array(newSize);
  const weights = new Int32Array(newSize * taps);
  for (let i = 0; i < newSize; i++) {
    const centre = (i + 0.5) * ratio - 0.5;
    // At the borders some of the pixels lie beyond reach, with weight 0.
    first[i] = Math.max(Math.min(Math.ceil(centre - reach), size - taps), 0);
    const triangle = Array.from({ length: taps }, (_, tap) =>
      first[i]! + tap < size ? Math.max(1 - Math.abs(first[i]! + tap - centre) / reach, 0) : 0,
    );
    const total = triangle.reduce((sum, weight) => sum + weight, 0);
    triangle.forEach((weight, tap) => {
      weights[i * taps + tap] = Math.round((weight / total) * 2 ** fractionBits);
    });
  }
  return { taps, first, weights };
}
