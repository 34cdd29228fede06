import { DataType } from '@polymath/contracts/polymath/tensor/v1/tensor';
import { describe, expect, it } from 'vitest';
import { toNpy } from './npy.js';

describe('toNpy', () => {
  it('puts a padded header before the elements', () => {
    const data = Buffer.from(Float32Array.of(1, 2).buffer);
    const file = toNpy({ dataType: DataType.DATA_TYPE_FLOAT32, shape: [2n, 1n], data });
    const length = file.readUInt16LE(8);
    expect(file.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
    expect((10 + length) % 64).toBe(0);
    const header = file.subarray(10, 10 + length).toString();
    expect(header.trim()).toBe("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1,), }");
    expect(file.subarray(10 + length)).toEqual(data);
  });

  it('refuses an unknown type', () => {
    const tensor = { dataType: DataType.DATA_TYPE_UNSPECIFIED, shape: [], data: Buffer.alloc(0) };
    expect(() => toNpy(tensor)).toThrow('expected a known data type, got 0');
  });
});
