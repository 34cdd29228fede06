import { PolymathError } from '@polymath/errors';
import { sizeOf } from './tensor.js';
import type { DataTypeName, ElementArrays, TensorData } from './tensor-data.js';

interface Coding {
  code: string;
  bytes: number;
  array: new (buffer: ArrayBuffer) => ElementArrays[DataTypeName];
}

const codings: Record<DataTypeName, Coding> = {
  float32: { code: 'F32', bytes: 4, array: Float32Array },
  float64: { code: 'F64', bytes: 8, array: Float64Array },
  int32: { code: 'I32', bytes: 4, array: Int32Array },
  int64: { code: 'I64', bytes: 8, array: BigInt64Array },
  uint8: { code: 'U8', bytes: 1, array: Uint8Array },
  bool: { code: 'BOOL', bytes: 1, array: Uint8Array },
};

const lengthBytes = 8;
const metadataName = '__metadata__';

/** The header's word on one tensor. */
interface Entry {
  dtype: string;
  shape: readonly number[];
  data_offsets: readonly [begin: number, end: number];
}

/** What a safetensors file holds. */
export interface Safetensors {
  tensors: Map<string, TensorData>;
  metadata: Record<string, string>;
}

/**
 * Tensors as a safetensors file: 8 bytes of header length, a JSON header, raw little-endian data
 * (https://github.com/huggingface/safetensors, "Format"). Tensors are ordered by name: equal content gives equal bytes.
 * @throws invalid-input when a tensor's elements and shape disagree
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, TensorData>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = [...tensors].sort(byName);
  const { entries, size } = layOut(sorted);
  const notes = Object.entries(metadata).sort(byName);
  const head = notes.length > 0 ? [[metadataName, Object.fromEntries(notes)] as const] : [];
  const json = JSON.stringify(Object.fromEntries([...head, ...entries]));
  const text = new TextEncoder().encode(json);
  const start = lengthBytes + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + size);
  bytes.fill(0x20, lengthBytes, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - lengthBytes), true);
  bytes.set(text, lengthBytes);
  sorted.forEach(([, { data }], i) => {
    const [begin] = (entries[i] as [string, Entry])[1].data_offsets;
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + begin);
  });
  return bytes;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : 1;

/** Where each tensor's bytes go, one after the other. */
function layOut(tensors: readonly (readonly [string, TensorData])[]) {
  let size = 0;
  const entries = tensors.map(([name, { dtype, shape, data }]): [string, Entry] => {
    if (name === metadataName || data.length !== sizeOf(shape)) {
      const message = `cannot write ${data.length} elements as ${name} [${shape.join(', ')}]`;
      throw new PolymathError('invalid-input', message);
    }
    const begin = size;
    size += data.byteLength;
    return [name, { dtype: codings[dtype].code, shape, data_offsets: [begin, size] }];
  });
  return { entries, size };
}

/**
 * The tensors in a safetensors file.
 * @throws corrupt-data when the file is truncated, its header is no JSON, or a tensor's bytes and shape disagree
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, body } = split(bytes);
  const { [metadataName]: metadata = {}, ...rest } = header;
  const entries = Object.entries(rest).map(readEntry);
  checkLayout(entries, body.length);
  const tensors = entries.map(([name, entry]) => [name, decodeTensor(name, entry, body)] as const);
  return { tensors: new Map(tensors), metadata: readMetadata(metadata) };
}

function split(bytes: Uint8Array): { header: Record<string, unknown>; body: Uint8Array } {
  if (bytes.length < lengthBytes) {
    throw corrupt(`expected at least ${lengthBytes} bytes, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.length - lengthBytes) {
    throw corrupt(`expected a header of ${length} bytes, got ${bytes.length - lengthBytes}`);
  }
  const body = bytes.subarray(lengthBytes + length);
  const text = new TextDecoder().decode(bytes.subarray(lengthBytes, lengthBytes + length));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw corrupt('the header is no JSON', cause);
  }
  if (!isObject(header)) throw corrupt('the header is no JSON object');
  return { header, body };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

function readEntry([name, value]: [string, unknown]): [string, Entry] {
  const { dtype, shape, data_offsets: offsets } = isObject(value) ? value : {};
  if (typeof dtype === 'string' && areSizes(shape) && areSizes(offsets) && offsets.length === 2) {
    return [name, { dtype, shape, data_offsets: offsets as [number, number] }];
  }
  throw corrupt(
    `tensor ${name}: expected dtype, shape and data_offsets, got ${JSON.stringify(value)}`,
  );
}

function readMetadata(value: unknown): Record<string, string> {
  if (isObject(value) && Object.values(value).every((note) => typeof note === 'string')) {
    return value as Record<string, string>;
  }
  throw corrupt(`expected metadata of texts, got ${JSON.stringify(value)}`);
}

/** The tensors must cover the data from its first to its last byte, each byte once. */
function checkLayout(entries: readonly [string, Entry][], size: number): void {
  let expected = 0;
  const inOrder = entries.toSorted(
    ([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1],
  );
  for (const [name, { data_offsets }] of inOrder) {
    const [begin, end] = data_offsets;
    if (begin !== expected || end < begin) {
      throw corrupt(`tensor ${name}: expected its bytes to begin at ${expected}, got ${begin}`);
    }
    expected = end;
  }
  if (expected !== size) throw corrupt(`expected ${expected} bytes of data, got ${size}`);
}

function decodeTensor(name: string, entry: Entry, body: Uint8Array): TensorData {
  const found = Object.entries(codings).find(([, { code }]) => code === entry.dtype);
  if (!found) throw corrupt(`tensor ${name}: unknown type ${entry.dtype}`);
  const [dtype, coding] = found as [DataTypeName, Coding];
  const [begin, end] = entry.data_offsets;
  const expected = sizeOf(entry.shape) * coding.bytes;
  if (end - begin !== expected) {
    const shape = entry.shape.join(', ');
    throw corrupt(`tensor ${name}: [${shape}] takes ${expected} bytes, got ${end - begin}`);
  }
  const { buffer } = new Uint8Array(body.subarray(begin, end)); // a Buffer's slice would be no copy
  return { dtype, shape: entry.shape, data: new coding.array(buffer) };
}

const corrupt = (message: string, cause?: unknown) =>
  new PolymathError('corrupt-data', `safetensors: ${message}`, { cause });
