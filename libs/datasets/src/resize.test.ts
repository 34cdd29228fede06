import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LabelledImages } from './labelled-images.js';
import { resize } from './resize.js';

/** Made by tools/golden/src/resize.py with Pillow 13.0.0. */
const golden = JSON.parse(
  readFileSync(new URL('golden/resize.json', import.meta.url), 'utf8'),
) as Golden[];

interface Golden {
  shape: [height: number, width: number, channels: number];
  size: [height: number, width: number];
  /** base64 */
  pixels: string;
  resized: string;
}

function imagesOf(
  images: ArrayLike<number>,
  [height, width, channels]: Golden['shape'],
): LabelledImages {
  const count = images.length / (height * width * channels);
  const labels = new Int32Array(count);
  return { images: Uint8Array.from(images), labels, count, height, width, channels };
}

describe('resize', () => {
  it.each(golden)("gives Pillow's bytes from $shape to $size", ({ shape, size, ...base64 }) => {
    const data = imagesOf(Buffer.from(base64.pixels, 'base64'), shape);
    const resized = resize(data, ...size);
    expect(Buffer.from(resized.images).toString('base64')).toBe(base64.resized);
    expect([resized.height, resized.width]).toEqual(size);
  });

  it('weighs by the distance of half-pixel centres', () => {
    // New centres 0.25, 0.75, 1.25, 1.75 lie at -0.25, 0.25, 0.75, 1.25 of the old: 0, 100·0.25, 100·0.75, 100.
    const { images } = resize(imagesOf([0, 100], [1, 2, 1]), 1, 4);
    expect([...images]).toEqual([0, 25, 75, 100]);
  });

  it('resizes each image by itself', () => {
    const [one, two] = [
      [1, 200, 30, 4],
      [255, 0, 7, 80],
    ].map((pixels) => resize(imagesOf(pixels, [2, 2, 1]), 5, 3).images);
    const both = resize(imagesOf([1, 200, 30, 4, 255, 0, 7, 80], [2, 2, 1]), 5, 3);
    expect([...both.images]).toEqual([...one!, ...two!]);
  });

  it('leaves images of the same size, and a grey level at every size', () => {
    const data = imagesOf([3, 1, 4, 1, 5, 9], [2, 3, 1]);
    expect(resize(data, 2, 3).images).toEqual(data.images);
    for (const level of [1, 254, 255]) {
      const { images } = resize(imagesOf(Array<number>(49).fill(level), [7, 7, 1]), 12, 4);
      expect(new Set(images)).toEqual(new Set([level]));
    }
  });

  it('enlarges an image of one pixel', () => {
    expect([...resize(imagesOf([8, 9], [1, 1, 1]), 2, 1).images]).toEqual([8, 8, 9, 9]);
  });

  it('rejects a size of nothing', () => {
    expect(() => resize(imagesOf([1], [1, 1, 1]), 0, 2)).toThrow(
      'the new size must be at least 1 by 1, got 0 by 2',
    );
  });
});
