import { SampleGeneratorsRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { DataType } from '@polymath/contracts/polymath/tensor/v1/tensor';
import { describe, expect, it } from 'vitest';
import { classRows } from './class-rows.js';

const request = (rows: number[][]) =>
  SampleGeneratorsRequest.fromPartial({
    classes: {
      dataType: DataType.DATA_TYPE_FLOAT32,
      shape: [BigInt(rows.length), BigInt(rows[0]!.length)],
      data: Buffer.from(Float32Array.from(rows.flat()).buffer),
    },
  });

describe('classRows', () => {
  it('gives each class once, hard, when none are asked for', () => {
    const rows = classRows(SampleGeneratorsRequest.fromPartial({}), 2);
    expect(rows.map((row) => [...row])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('gives the rows that are asked for', () => {
    const rows = classRows(
      request([
        [0.25, 0.75, 0],
        [0, 0, 1],
      ]),
      3,
    );
    expect(rows.map((row) => [...row])).toEqual([
      [0.25, 0.75, 0],
      [0, 0, 1],
    ]);
  });

  it.each<[string, number[][], string]>([
    ['rows of another number of classes', [[0.5, 0.5]], 'must be [rows, 3], got [1, 2]'],
    ['weights that do not sum to 1', [[0.5, 0, 0]], 'row 0 must be weights'],
    [
      'negative weights',
      [
        [1, 0, 0],
        [2, -1, 0],
      ],
      'row 1 must be weights',
    ],
    ['weights that are none', [[NaN, 0, 1]], 'row 0 must be weights'],
  ])('refuses %s', (_, rows, message) => {
    expect(() => classRows(request(rows), 3)).toThrow(message);
  });
});
