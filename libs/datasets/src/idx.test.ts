import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readIdx } from './idx.js';

/** Two images of 1 by 3 pixels. */
const file = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60);
const parsed = { shape: [2, 1, 3], data: Uint8Array.of(10, 20, 30, 40, 50, 60) };

describe('readIdx', () => {
  it('reads a plain file', () => {
    expect(readIdx(file)).toEqual(parsed);
  });

  it('reads a gzip file', () => {
    expect(readIdx(gzipSync(file))).toEqual(parsed);
  });

  it('reads a file that lies within a larger buffer', () => {
    expect(readIdx(Uint8Array.of(9, 9, ...file, 9).subarray(2, 2 + file.length))).toEqual(parsed);
  });

  it('reads big-endian sizes', () => {
    const labels = new Uint8Array(8 + 258);
    labels.set([0, 0, 8, 1, 0, 0, 1, 2]);
    expect(readIdx(labels).shape).toEqual([258]);
  });

  it.each([
    ['nothing', [], 'expected a magic number of 4 bytes, got 0 bytes'],
    [
      'another file',
      [...Buffer.from('<html>')],
      'expected magic 00 00 08 and the number of dimensions, got 3c 68 74 6d',
    ],
    [
      'elements of another type',
      [0, 0, 0x0d, 1, 0, 0, 0, 0],
      'expected magic 00 00 08 and the number of dimensions, got 00 00 0d 01',
    ],
    [
      'a header that breaks off',
      [0, 0, 8, 3, 0, 0],
      'expected a header of 16 bytes for 3 dimensions, got 6 bytes',
    ],
    [
      'elements that break off',
      [...file.subarray(0, 20)],
      'expected 22 bytes for [2, 1, 3], got 20 bytes',
    ],
    ['bytes after the end', [...file, 0], 'expected 22 bytes for [2, 1, 3], got 23 bytes'],
    [
      'sizes beyond all files',
      [0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255],
      'for [4294967295, 4294967295], got 12 bytes',
    ],
    ['gzip that breaks off', [...gzipSync(file).subarray(0, 25)], 'cannot unpack its gzip'],
  ])('rejects %s', (_, bytes, message) => {
    const read = () => readIdx(Uint8Array.from(bytes));
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ kind: 'corrupt-data' }));
  });
});
