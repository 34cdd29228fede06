import { PolymathError } from '@polymath/errors';

/** An array as an .npy file holds it: C order, little-endian. */
export interface NpyArray {
  /** Kind and bytes of an element, e.g. `u1`, `i8`, `f4`. */
  kind: string;
  shape: readonly number[];
  data: Uint8Array | NpyNumbers;
}

type NpyNumbers =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

const magic = [0x93, ...Buffer.from('NUMPY')];
const readers = {
  b1: Uint8Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

/** Whether a file begins as .npy files do. */
export const isNpy = (file: Uint8Array): boolean => magic.every((byte, i) => file[i] === byte);

/**
 * Reads an array that `numpy.save` wrote (format versions 1 to 3, https://numpy.org/neps/nep-0001-npy-format.html): magic, version,
 * length of the header, the header as a Python dictionary, the elements.
 * @param file the whole file
 * @throws corrupt-data that says what was expected and what came
 */
export function readNpy(file: Uint8Array): NpyArray {
  const { header, end } = readHeader(file);
  const [, order = '', kind = ''] = /'descr': *'([<>|=])(\w+)'/.exec(header) ?? [];
  const [, sizes] = /'shape': *\(([\d, ]*)\)/.exec(header) ?? [];
  const [, fortran] = /'fortran_order': *(True|False)/.exec(header) ?? [];
  const reader = readers[kind as keyof typeof readers] as (typeof readers)['u1'] | undefined;
  if (sizes === undefined || fortran === undefined || !reader || order === '>') {
    throw corrupt('numbers of up to 8 bytes, little-endian', header.trim());
  }
  const shape = sizes.split(',').flatMap((size) => (size.trim() ? [Number(size)] : []));
  if (fortran === 'True' && shape.length > 1) {
    throw corrupt('rows one after the other (numpy.ascontiguousarray)', 'fortran_order True');
  }
  const size = shape.reduce((product, one) => product * one, 1) * reader.BYTES_PER_ELEMENT;
  if (file.length - end !== size) {
    throw corrupt(`${end + size} bytes for ${kind} [${shape.join(', ')}]`, `${file.length} bytes`);
  }
  // A copy: elements of several bytes must begin at a multiple of their size.
  return { kind, shape, data: new reader(Uint8Array.from(file.subarray(end)).buffer) };
}

/**
 * Reads an array of whole numbers from 0 to 2^31 - 1, of any type.
 * @throws corrupt-data as {@link readNpy}, and for another number, with its place
 */
export function readNpyLabels(file: Uint8Array): { shape: readonly number[]; data: Int32Array } {
  const { kind, shape, data } = readNpy(file);
  if (!/^[iu]/.test(kind)) throw corrupt('labels of whole numbers', kind);
  const labels = Int32Array.from(data as ArrayLike<number | bigint>, Number);
  const odd = labels.findIndex((label, i) => label < 0 || label !== Number(data[i]));
  if (odd < 0) return { shape, data: labels };
  throw corrupt(`labels from 0 to 2147483647`, `${data[odd]} at place ${odd}`);
}

function readHeader(file: Uint8Array): { header: string; end: number } {
  const version = file[6] ?? 0;
  const wide = version > 1;
  const start = wide ? 12 : 10;
  if (!isNpy(file) || file.length < start) throw corrupt('a header', `${file.length} bytes`);
  if (version > 3) throw corrupt('format version 1 to 3', `${version}`);
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const end = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (file.length < end) throw corrupt(`a header of ${end} bytes`, `${file.length} bytes`);
  return { header: Buffer.from(file.subarray(start, end)).toString('utf8'), end };
}

const corrupt = (expected: string, got: string) =>
  new PolymathError('corrupt-data', `NumPy file: expected ${expected}, got ${got}`);
