import { describe, expect, it } from 'vitest';
import {
  readLabelledImages,
  selectImages,
  splitImages,
  type LabelledImages,
} from './labelled-images.js';

/** An IDX file of the given dimensions. */
function idx(shape: number[], elements: number[]): Uint8Array {
  return Uint8Array.of(
    0,
    0,
    8,
    shape.length,
    ...shape.flatMap((size) => [0, 0, 0, size]),
    ...elements,
  );
}

const images = idx([3, 1, 2], [1, 2, 3, 4, 5, 6]);
const labels = idx([3], [7, 8, 9]);
const data = readLabelledImages(images, labels);

const pixels = (part: LabelledImages | undefined) => [...part!.images];

describe('readLabelledImages', () => {
  it('gives grey images and their labels', () => {
    expect(data).toEqual({
      images: Uint8Array.of(1, 2, 3, 4, 5, 6),
      labels: Int32Array.of(7, 8, 9),
      count: 3,
      height: 1,
      width: 2,
      channels: 1,
    });
  });

  it.each([
    [labels, labels, 'images: expected [count, height, width], got [3]'],
    [idx([0, 1, 2], []), idx([0], []), 'images: expected [count, height, width], got [0, 1, 2]'],
    [images, idx([2], [7, 8]), 'labels: expected [3], one an image, got [2]'],
    [images, images, 'labels: expected [3], one an image, got [3, 1, 2]'],
  ])('rejects files that do not fit (%#)', (first, second, message) => {
    expect(() => readLabelledImages(first, second)).toThrow(message);
  });
});

describe('selectImages', () => {
  it('gives images in the order of their places', () => {
    const selected = selectImages(data, [2, 0, 2]);
    expect(pixels(selected)).toEqual([5, 6, 1, 2, 5, 6]);
    expect([...selected.labels]).toEqual([9, 7, 9]);
    expect(selected.count).toBe(3);
  });

  it.each([-1, 3, 0.5])('rejects the place %s', (place) => {
    expect(() => selectImages(data, [place])).toThrow(
      `places must be whole numbers from 0 to 2, got ${place}`,
    );
  });
});

describe('splitImages', () => {
  it('gives consecutive parts', () => {
    const [first, second] = splitImages(data, [2, 1]);
    expect([pixels(first), pixels(second)]).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    expect([...second!.labels]).toEqual([9]);
    expect([first!.count, second!.count]).toEqual([2, 1]);
  });

  it('rejects more images than there are', () => {
    expect(() => splitImages(data, [2, 2])).toThrow('cannot split 3 images into parts of 2, 2');
  });
});
