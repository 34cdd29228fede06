import { PolymathError } from '@polymath/errors';
import { gunzipped } from './gunzip.js';

/** An array of bytes as an IDX file holds it: sizes of the dimensions, outermost first, and elements, row-major. */
export interface ByteArray {
  shape: readonly number[];
  data: Uint8Array;
}

const unsignedByte = 0x08;

/**
 * Reads an IDX file of unsigned bytes, plain or gzip (the format of MNIST, http://yann.lecun.com/exdb/mnist): two zero bytes,
 * the type of the elements, the number of dimensions, a big-endian 32-bit size of each, the elements.
 * @param bytes the whole file
 * @returns for a plain file, `data` is a view of `bytes`
 * @throws corrupt-data that says what was expected and what came
 */
export function readIdx(bytes: Uint8Array): ByteArray {
  const file = gunzipped(bytes, 'IDX file');
  const rank = readRank(file);
  const headerBytes = 4 + 4 * rank;
  if (file.length < headerBytes) {
    throw corrupt(
      `a header of ${headerBytes} bytes for ${rank} dimensions`,
      `${file.length} bytes`,
    );
  }
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = headerBytes + shape.reduce((product, size) => product * size, 1);
  if (file.length !== expected) {
    throw corrupt(`${expected} bytes for [${shape.join(', ')}]`, `${file.length} bytes`);
  }
  // A plain Uint8Array where a Buffer came, so that loops over it stay fast.
  const data = new Uint8Array(
    file.buffer,
    file.byteOffset + headerBytes,
    file.length - headerBytes,
  );
  return { shape, data };
}

/** Checks the magic number and gives the number of dimensions. */
function readRank(file: Uint8Array): number {
  const [zero0, zero1, type, rank] = file;
  if (rank === undefined) throw corrupt('a magic number of 4 bytes', `${file.length} bytes`);
  if (zero0 !== 0 || zero1 !== 0 || type !== unsignedByte || rank === 0) {
    const magic = [...file.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0'));
    throw corrupt('magic 00 00 08 and the number of dimensions', magic.join(' '));
  }
  return rank;
}

const corrupt = (expected: string, got: string) =>
  new PolymathError('corrupt-data', `IDX file: expected ${expected}, got ${got}`);
