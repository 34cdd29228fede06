import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readMat } from './index.js';

/** Made by tools/golden/src/mat.py: the same variables as SciPy writes them, plain and compressed, and their elements. */
const golden = JSON.parse(readFileSync(new URL('golden/mat.json', import.meta.url), 'utf8')) as {
  arrays: Record<string, { type: string; shape: number[]; data: number[] }>;
  plain: string;
  compressed: string;
};
const plain = Buffer.from(golden.plain, 'base64');
const compressed = Buffer.from(golden.compressed, 'base64');
const matlabNames: Record<string, string> = { float64: 'double', float32: 'single' };

/** A file of one double array, written by the format's definition, in either byte order. */
function written(name: string, rows: number[], littleEndian = true): Uint8Array {
  const [nameBytes, dataBytes] = [Math.ceil(name.length / 8) * 8, rows.length * 8];
  const body = 16 + 16 + 8 + nameBytes + 8 + dataBytes;
  const bytes = new Uint8Array(128 + 8 + body);
  const view = new DataView(bytes.buffer);
  let at = 136;
  const words = (...values: number[]) => {
    for (const value of values) view.setUint32((at += 4) - 4, value, littleEndian);
  };
  view.setUint16(124, 0x0100, littleEndian);
  bytes.set(Buffer.from(littleEndian ? 'IM' : 'MI'), 126);
  view.setUint32(128, 14, littleEndian);
  view.setUint32(132, body, littleEndian);
  words(6, 8, 6, 0, 5, 8, rows.length, 1, 1, name.length);
  bytes.set(Buffer.from(name), at);
  at += nameBytes;
  words(9, dataBytes);
  rows.forEach((value, i) => view.setFloat64(at + 8 * i, value, littleEndian));
  return bytes;
}

/** The same with its one element compressed. */
function packed(file: Uint8Array): Uint8Array {
  const element = deflateSync(file.subarray(128));
  const tag = new Uint8Array(8);
  new DataView(tag.buffer).setUint32(0, 15, true);
  new DataView(tag.buffer).setUint32(4, element.length, true);
  return Uint8Array.from([...file.subarray(0, 128), ...tag, ...element]);
}

describe('readMat', () => {
  it.each([
    ['plain', plain],
    ['compressed', compressed],
  ])('reads what SciPy writes, numbers only: %s', (_, file) => {
    const arrays = readMat(file);
    expect([...arrays.keys()]).toEqual(Object.keys(golden.arrays));
    for (const [name, { type, shape, data }] of Object.entries(golden.arrays)) {
      expect(arrays.get(name)).toEqual({ shape, data: Float64Array.from(data), type: matlabNames[type] ?? type }); // prettier-ignore
    }
  });

  it('reads what the definition says, in both byte orders and compressed', () => {
    for (const file of [written('X105_DE_time', [1, 2.5]), written('X105_DE_time', [1, 2.5], false), packed(written('X105_DE_time', [1, 2.5]))]) {
      expect(readMat(file).get('X105_DE_time')).toEqual({ shape: [2, 1], data: Float64Array.of(1, 2.5), type: 'double' });
    } // prettier-ignore
  });

  it('rejects a file that is cut off anywhere within an element', () => {
    const file = written('x', [1, 2, 3]);
    for (let size = 0; size < file.length; size++) {
      if (size === 128) continue; // a file without variables
      expect(() => readMat(file.subarray(0, size)), `${size} bytes`).toThrow(/^MAT file: /);
    }
    const small = packed(file);
    expect(() => readMat(small.subarray(0, -3))).toThrow(
      /^MAT file: expected \d+ bytes at 136, got/,
    );
  });

  it('rejects other versions and byte orders, sizes that do not fit, and what unpacks to too much', () => {
    const change = (at: number, value: number) => written('x', [1, 2]).with(at, value);
    expect(() => readMat(change(125, 2))).toThrow('MAT file: expected version 0x0100, got 0x0200');
    expect(() => readMat(change(127, 0x20))).toThrow('MAT file: expected the byte order IM or MI, got "I "'); // prettier-ignore
    expect(() => readMat(change(160, 3))).toThrow(
      'MAT file: expected 3 elements for [3, 1], got 2',
    );
    const bomb = packed(written('x', Array<number>(100_000).fill(0)));
    expect(bomb.length).toBeLessThan(3000);
    expect(() => readMat(bomb, { maxInflatedBytes: 100_000 })).toThrow('cannot unpack a compressed element, or it unpacks to too much'); // prettier-ignore
  });
});
