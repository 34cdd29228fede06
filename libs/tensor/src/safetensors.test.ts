import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import type { TensorData } from './tensor-data.js';

const f32 = (shape: number[], ...values: number[]): TensorData => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
});

const tensors = new Map<string, TensorData>([
  ['b', f32([2, 2], 1, -2, 3.5, 1e-30)],
  ['a', { dtype: 'uint8', shape: [3], data: Uint8Array.of(1, 2, 255) }],
  ['c', { dtype: 'float64', shape: [1], data: Float64Array.of(Math.PI) }],
  ['d', { dtype: 'int64', shape: [2], data: BigInt64Array.of(-(2n ** 62n), 7n) }],
  ['e', { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) }],
  ['f', { dtype: 'int32', shape: [], data: Int32Array.of(-5) }],
  ['g', f32([0, 4])],
]);

/** A file with the header and data given. */
function file(header: unknown, data = 0): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

describe('encodeSafetensors', () => {
  it('is undone by decodeSafetensors, for every type', () => {
    const metadata = { b: 'two', a: 'ü "quoted"' };
    const read = decodeSafetensors(encodeSafetensors(tensors, metadata));
    expect(new Map([...read.tensors].sort())).toEqual(new Map([...tensors].sort()));
    expect(read.metadata).toEqual(metadata);
  });

  it('gives equal bytes for equal content in any order', () => {
    const turned = new Map([...tensors].toReversed());
    const bytes = encodeSafetensors(turned, { y: '1', x: '2' });
    expect(bytes).toEqual(encodeSafetensors(tensors, { x: '2', y: '1' }));
  });

  it('writes a part of a larger array', () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const bytes = encodeSafetensors(new Map([['part', { dtype: 'float32', shape: [2], data }]]));
    expect(decodeSafetensors(bytes).tensors.get('part')).toEqual(f32([2], 2, 3));
  });

  it('begins the data at a multiple of eight bytes', () => {
    for (const name of ['a', 'ab', 'abc', 'abcd']) {
      const bytes = encodeSafetensors(new Map([[name, f32([1], 0)]]));
      expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
    }
  });

  it('rejects elements that do not fill the shape', () => {
    expect(() => encodeSafetensors(new Map([['w', f32([3], 1, 2)]]))).toThrow(
      'cannot write 2 elements as w [3]',
    );
  });
});

describe('decodeSafetensors', () => {
  // tools/golden/src/safetensors_file.py
  const url = new URL('golden/safetensors.json', import.meta.url);
  const golden = JSON.parse(readFileSync(url, 'utf8')) as { file: string };

  it('reads what the safetensors package of Python writes, from a Buffer too', () => {
    const { tensors: read, metadata } = decodeSafetensors(Buffer.from(golden.file, 'base64'));
    expect(metadata).toEqual({ writer: 'python' });
    expect(Object.fromEntries(read)).toEqual({
      float32: f32([2, 3], 0.5, -1.25, 3e-8, 1e10, -0, 7),
      float64: { dtype: 'float64', shape: [2], data: Float64Array.of(Math.PI, -Math.E) },
      int32: { dtype: 'int32', shape: [1, 2, 1], data: Int32Array.of(-1, 2147483647) },
      int64: { dtype: 'int64', shape: [2], data: BigInt64Array.of(-(2n ** 62n), 2n ** 53n + 1n) },
      uint8: { dtype: 'uint8', shape: [3], data: Uint8Array.of(0, 127, 255) },
      bool: { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) },
      scalar: f32([], 42),
      empty: f32([0, 3]),
    });
  });

  it('reads no metadata as none', () => {
    expect(decodeSafetensors(encodeSafetensors(new Map())).metadata).toEqual({});
  });

  const entry = (data_offsets: unknown, shape: unknown = [1], dtype: unknown = 'F32') => ({
    w: { dtype, shape, data_offsets },
  });

  it.each<[string, Uint8Array]>([
    ['expected at least 8 bytes, got 3', new Uint8Array(3)],
    ['expected a header of 24 bytes, got 23', file(' '.repeat(24)).subarray(0, -1)],
    ['the header is no JSON', file('{"a"')],
    ['the header is no JSON object', file([1])],
    ['tensor w: expected dtype, shape and data_offsets, got 5', file({ w: 5 })],
    ['tensor w: expected dtype, shape and data_offsets', file(entry([0, '4']), 4)],
    ['tensor w: expected dtype, shape and data_offsets', file(entry([0, 4], [-1, -1]), 4)],
    ['tensor w: unknown type F16', file(entry([0, 4], [2], 'F16'), 4)],
    ['tensor w: [3] takes 12 bytes, got 4', file(entry([0, 4], [3]), 4)],
    ['tensor w: expected its bytes to begin at 0, got 4', file(entry([4, 8]), 8)],
    ['expected 4 bytes of data, got 8', file(entry([0, 4]), 8)],
    ['expected 4 bytes of data, got 3', file(entry([0, 4]), 3)],
    ['expected metadata of texts, got {"a":1}', file({ __metadata__: { a: 1 } })],
    [
      'tensor v: expected its bytes to begin at 4, got 2',
      file({ ...entry([0, 4]), v: { dtype: 'F32', shape: [1], data_offsets: [2, 6] } }, 6),
    ],
  ])('finds corrupt data: %s', (message, bytes) => {
    expect(() => decodeSafetensors(bytes)).toThrow(
      expect.objectContaining({
        kind: 'corrupt-data',
        message: expect.stringContaining(`safetensors: ${message}`) as string,
      }) as Error,
    );
  });
});
