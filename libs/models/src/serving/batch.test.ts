import { describe, expect, it } from 'vitest';
import { toRaw } from '../oip/typed-contents.js';
import { batchKey, isBatchable, joinRows, splitRows } from './batch.js';

const bytes = (...data: number[]) => Uint8Array.from(data);
const tensor = (shape: number[], data: Uint8Array, datatype = 'UINT8') => [
  { name: 'x', datatype, shape, data },
];
const texts = (...elements: string[]) =>
  toRaw('BYTES', { bytesContents: elements.map((text) => Buffer.from(text)) } as never);

describe('joinRows and splitRows', () => {
  it('are each other’s inverse', () => {
    const calls = [tensor([1, 2], bytes(1, 2)), tensor([2, 2], bytes(3, 4, 5, 6))];
    const joined = joinRows(calls);
    expect(joined).toEqual(tensor([3, 2], Buffer.from([1, 2, 3, 4, 5, 6])));
    expect(splitRows(joined, [1, 2]).map(([x]) => [...x!.data])).toEqual([
      [1, 2],
      [3, 4, 5, 6],
    ]);
  });

  it('are so for elements of different lengths', () => {
    const calls = [
      tensor([1, 2], texts('a', 'bcd'), 'BYTES'),
      tensor([1, 2], texts('', 'e'), 'BYTES'),
    ];
    const parts = splitRows(joinRows(calls), [1, 1]);
    expect(parts.map(([x]) => Buffer.from(x!.data))).toEqual([texts('a', 'bcd'), texts('', 'e')]);
  });

  it('refuse outputs of another number of rows', () => {
    expect(() => splitRows(tensor([2], bytes(1, 2)), [1, 2])).toThrow(
      'expected 3 rows of "x", got [2]',
    );
  });
});

describe('batchKey', () => {
  it('is the same for shapes that differ in the batch alone', () => {
    const key = (...shape: number[]) => batchKey(tensor(shape, bytes()));
    expect(key(1, 2, 3)).toBe(key(5, 2, 3));
    expect(key(1, 2, 3)).not.toBe(key(1, 23));
  });
});

describe('isBatchable', () => {
  it('demands a batch of every tensor', () => {
    const spec = (...shape: bigint[]) => [{ name: 'x', datatype: 'FP32', shape }];
    expect(isBatchable({ inputs: spec(-1n, 2n), outputs: spec(-1n) })).toBe(true);
    expect(isBatchable({ inputs: spec(-1n, 2n), outputs: spec(2n) })).toBe(false);
    expect(isBatchable({ inputs: spec(2n, -1n), outputs: spec(-1n) })).toBe(false);
  });
});
