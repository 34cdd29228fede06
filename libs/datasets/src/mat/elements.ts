import { PolymathError } from '@polymath/errors';

/** Bytes with their order. */
export interface Part {
  view: DataView;
  littleEndian: boolean;
}

/** A data element: its type, its bytes, and where the next one begins. */
export interface Element {
  type: number;
  data: DataView;
  next: number;
}

/** Types of data elements. */
export const elementTypes = { int8: 1, double: 9, matrix: 14, compressed: 15 } as const;

/** How numbers of a type are read, and how many bytes each has. */
const readers: Readonly<
  Record<number, [number, (view: DataView, at: number, little: boolean) => number]>
> = {
  1: [1, (view, at) => view.getInt8(at)],
  2: [1, (view, at) => view.getUint8(at)],
  3: [2, (view, at, little) => view.getInt16(at, little)],
  4: [2, (view, at, little) => view.getUint16(at, little)],
  5: [4, (view, at, little) => view.getInt32(at, little)],
  6: [4, (view, at, little) => view.getUint32(at, little)],
  7: [4, (view, at, little) => view.getFloat32(at, little)],
  9: [8, (view, at, little) => view.getFloat64(at, little)],
  12: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  13: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
};

/**
 * The element that begins at some byte. A small one has its size in the upper half of the first word and its data in the second.
 * @throws corrupt-data when it reaches beyond the end
 */
export function elementAt({ view, littleEndian }: Part, at: number): Element {
  requireBytes(view, at, 8);
  const word = view.getUint32(at, littleEndian);
  const small = word >>> 16;
  if (small > 4) throw corrupt('at most 4 bytes in a small element', `${small}`);
  if (small > 0) return { type: word & 0xffff, data: partOf(view, at + 4, small), next: at + 8 };
  const size = view.getUint32(at + 4, littleEndian);
  requireBytes(view, at + 8, size);
  // Compressed elements are not padded.
  const padded = word === elementTypes.compressed ? size : Math.ceil(size / 8) * 8;
  return { type: word, data: partOf(view, at + 8, size), next: at + 8 + padded };
}

/**
 * The numbers of an element, of whatever type they are stored in: MATLAB stores doubles that are small whole numbers in fewer bytes.
 * @throws corrupt-data when the type is none of numbers or the bytes are no whole number of them
 */
export function numbersOf({ type, data }: Element, littleEndian: boolean): Float64Array {
  const [size, read] = readers[type] ?? [0, () => 0];
  if (size === 0 || data.byteLength % size !== 0) {
    throw corrupt('whole numbers of a known type', `${data.byteLength} bytes of type ${type}`);
  }
  const values = new Float64Array(data.byteLength / size);
  for (let i = 0; i < values.length; i++) values[i] = read(data, i * size, littleEndian);
  return values;
}

function requireBytes(view: DataView, at: number, size: number): void {
  if (at + size <= view.byteLength) return;
  throw corrupt(`${size} bytes at ${at}`, `${Math.max(0, view.byteLength - at)}`);
}

const partOf = (view: DataView, at: number, size: number) =>
  new DataView(view.buffer, view.byteOffset + at, size);

/** What is wrong with a file. */
export const corrupt = (expected: string, got: string) =>
  new PolymathError('corrupt-data', `MAT file: expected ${expected}, got ${got}`);
