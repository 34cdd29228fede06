import { DataType, type Tensor } from '@polymath/contracts/polymath/tensor/v1/tensor';
import { PolymathError } from '@polymath/errors';

const descriptions: Partial<Record<DataType, string>> = {
  [DataType.DATA_TYPE_FLOAT32]: '<f4',
  [DataType.DATA_TYPE_FLOAT64]: '<f8',
  [DataType.DATA_TYPE_INT32]: '<i4',
  [DataType.DATA_TYPE_INT64]: '<i8',
  [DataType.DATA_TYPE_UINT8]: '|u1',
  [DataType.DATA_TYPE_BOOL]: '|b1',
};

/**
 * A tensor as a NumPy file, version 1.0 of its format: a magic word, the length of the header, the header as a Python
 * dictionary, the elements as they are.
 */
export function toNpy({ dataType, shape, data }: Tensor): Buffer {
  const description = descriptions[dataType];
  if (!description) {
    throw new PolymathError('invalid-input', `expected a known data type, got ${dataType}`);
  }
  const sizes = shape.map((size) => `${size},`).join(' ');
  const text = `{'descr': '${description}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // Magic, version and length take ten bytes; the elements begin at a multiple of 64.
  const header = text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11) + '\n';
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    length,
    Buffer.from(header),
    data,
  ]);
}
