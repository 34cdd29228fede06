import { describe, expect, it } from 'vitest';
import { bytesOf, golden, goldenFile } from './golden-data-sets.js';
import { readLabelledImages } from './labelled-images.js';
import { readNpy, readNpyLabels } from './npy.js';

const images = goldenFile('images.npy');
const labels = goldenFile('labels.npy');

/** An .npy file with a header of one's own. */
function npy(header: string, data: number[] = [], version = 1): Uint8Array {
  return Uint8Array.of(
    ...[0x93, ...Buffer.from('NUMPY'), version, 0, header.length, 0],
    ...(version > 1 ? [0, 0] : []),
    ...Buffer.from(header),
    ...data,
  );
}
const header = (descr: string, shape: string) =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;

describe('readNpy', () => {
  it('reads bytes of several dimensions', () => {
    const data = bytesOf(golden.numpy.images);
    expect(readNpy(images)).toEqual({ kind: 'u1', shape: [3, 4, 5, 3], data });
  });

  it('reads a scalar, a vector and a header of version 2', () => {
    expect(readNpy(npy(header('|u1', '()'), [7]))).toMatchObject({ shape: [] });
    expect(readNpy(npy(header('<i2', '(2,)'), [1, 0, 255, 255], 2))).toEqual({
      kind: 'i2',
      shape: [2],
      data: Int16Array.of(1, -1),
    });
  });

  it.each<[string, Uint8Array, string]>([
    ['a header that breaks off', images.subarray(0, 50), 'expected a header of 128 bytes, got 50'],
    ['a magic number alone', images.subarray(0, 7), 'expected a header, got 7 bytes'],
    ['elements that break off', images.subarray(0, 300), 'for u1 [3, 4, 5, 3], got 300 bytes'],
    ['bytes after the end', Uint8Array.of(...labels, 0), 'expected 152 bytes for i8 [3], got 153'],
    ['columns one after the other', goldenFile('fortran.npy'), 'numpy.ascontiguousarray'],
    ['big-endian numbers', npy(header('>i4', '(0,)')), 'little-endian'],
    ['objects', npy(header('|O', '(1,)')), "got {'descr': '|O'"],
    ['a later version', npy(header('|u1', '(0,)'), [], 4), 'expected format version 1 to 3, got 4'],
    ['a header without a shape', npy("{'descr': '|u1'}"), "got {'descr': '|u1'}"],
  ])('rejects %s', (_, file, message) => {
    const read = () => readNpy(file);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ kind: 'corrupt-data' }));
  });
});

describe('readNpyLabels', () => {
  it.each(['labels.npy', 'labels-u2.npy'])('reads %s', (name) => {
    expect([...readNpyLabels(goldenFile(name)).data]).toEqual(golden.numpy.labels);
  });

  it.each<[string, Uint8Array, string]>([
    ['fractions', goldenFile('floats.npy'), 'expected labels of whole numbers, got f4'],
    [
      'a negative label',
      npy(header('|i1', '(3,)'), [1, 255, 0]),
      'expected labels from 0 to 2147483647, got -1 at place 1',
    ],
    [
      'a label beyond 32 bits',
      npy(header('<u8', '(1,)'), [0, 0, 0, 0, 1, 0, 0, 0]),
      'got 4294967296 at place 0',
    ],
  ])('rejects %s', (_, file, message) => {
    expect(() => readNpyLabels(file)).toThrow(message);
  });
});

describe('readLabelledImages of .npy files', () => {
  it('reads images with channels and without', () => {
    const colour = readLabelledImages(images, labels);
    expect(colour).toMatchObject({ count: 3, height: 4, width: 5, channels: 3 });
    expect([...colour.labels]).toEqual(golden.numpy.labels);
    const grey = readLabelledImages(goldenFile('grey.npy'), labels);
    expect(grey).toMatchObject({ channels: 1, images: bytesOf(golden.numpy.grey) });
  });

  it('reads images of one format with labels of the other', () => {
    const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 6, 7);
    expect([...readLabelledImages(images, idx).labels]).toEqual([5, 6, 7]);
  });

  it.each<[string, string, string]>([
    ['labels.npy', 'labels.npy', 'images: expected unsigned bytes (u1), got i8'],
    ['floats.npy', 'labels.npy', 'images: expected unsigned bytes (u1), got f4'],
    ['images.npy', 'images.npy', 'labels: expected [3], one an image, got [3, 4, 5, 3]'],
  ])('rejects %s as images with %s as labels', (first, second, message) => {
    const read = () => readLabelledImages(goldenFile(first), goldenFile(second));
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ kind: 'corrupt-data' }));
  });
});
