import { inflateSync } from 'node:zlib';
import { PolymathError } from '@polymath/errors';
import { corrupt, elementAt, elementTypes, type Part } from './elements.js';
import { readMatrix, type MatArray } from './matrix-element.js';

export type { MatArray } from './matrix-element.js';

/** Settings of {@link readMat}. */
export interface MatOptions {
  /** Bytes to which all compressed elements together may unpack; 1 GiB unless given. */
  maxInflatedBytes?: number;
}

const headerBytes = 128;

/**
 * Reads the real numeric arrays of a MATLAB level 5 MAT-file, by name; other kinds of variables are left out.
 * @param bytes the whole file
 * @throws corrupt-data when it is no such file, is cut off, or unpacks to more than is allowed
 */
export function readMat(
  bytes: Uint8Array,
  { maxInflatedBytes = 2 ** 30 }: MatOptions = {},
): Map<string, MatArray> {
  const part = openFile(bytes);
  const arrays = new Map<string, MatArray>();
  let left = maxInflatedBytes;
  for (let at = headerBytes; at < part.view.byteLength;) {
    const element = elementAt(part, at);
    at = element.next;
    const inflated = element.type === elementTypes.compressed;
    const matrix = inflated ? inflate(element.data, left, part.littleEndian) : element;
    if (inflated) left -= matrix.data.byteLength;
    if (matrix.type !== elementTypes.matrix) continue;
    const found = readMatrix({ view: matrix.data, littleEndian: part.littleEndian });
    if (found) arrays.set(found.name, found.array);
  }
  return arrays;
}

function openFile(bytes: Uint8Array): Part {
  if (bytes.length < headerBytes)
    throw corrupt(`a header of ${headerBytes} bytes`, `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const order = String.fromCharCode(bytes[126]!, bytes[127]!);
  const littleEndian = order === 'IM';
  if (!littleEndian && order !== 'MI')
    throw corrupt('the byte order IM or MI', JSON.stringify(order));
  const version = view.getUint16(124, littleEndian);
  if (version !== 0x0100)
    throw corrupt('version 0x0100', `0x${version.toString(16).padStart(4, '0')}`);
  return { view, littleEndian };
}

function inflate(data: DataView, maxOutputLength: number, littleEndian: boolean) {
  const packed = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  try {
    const bytes = inflateSync(packed, { maxOutputLength: Math.max(1, maxOutputLength) });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return elementAt({ view, littleEndian }, 0);
  } catch (cause) {
    if (cause instanceof PolymathError) throw cause;
    const message = 'MAT file: cannot unpack a compressed element, or it unpacks to too much';
    throw new PolymathError('corrupt-data', message, { cause });
  }
}
