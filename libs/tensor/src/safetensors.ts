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

/** The header's word on one tensor. */
interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

/** What a safetensors file holds. */
export interface Safetensors {
  tensors: Map<string, TensorData>;
  metadata: Record<string, string>;
}

/**
 * Tensors as a safetensors file: 8 bytes of header length, a JSON header, raw little-endian data
 * (https://github.com/huggingface/safetensors, "Format"). Tensors are ordered by name: equal content gives equal bytes.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, TensorData>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
  const header: Record<string, Entry | Record<string, string>> = {};
  const names = Object.keys(metadata).sort();
  if (names.length > 0) {
    header['__metadata__'] = Object.fromEntries(names.map((name) => [name, metadata[name] ?? '']));
  }
  let end = 0;
  for (const [name, { dtype, shape, data }] of sorted) {
    const begin = end;
    end += data.byteLength;
    header[name] = { dtype: codings[dtype].code, shape: [...shape], data_offsets: [begin, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = lengthBytes + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + end);
  bytes.fill(0x20, lengthBytes, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - lengthBytes), true);
  bytes.set(json, lengthBytes);
  let offset = start;
  for (const [, { data }] of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/**
 * The tensors in a safetensors file.
 * @throws corrupt-data when the file is truncated, its header is no JSON, or a tensor's bytes and shape disagree
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, body } = split(bytes);
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, Entry> & {
    __metadata__?: Record<string, string>;
  };
  checkLayout(entries, body.length);
  const tensors = new Map<string, TensorData>();
  for (const [name, entry] of Object.entries(entries))
    tensors.set(name, decodeTensor(name, entry, body));
  return { tensors, metadata };
}

function split(bytes: Uint8Array): { header: object; body: Uint8Array } {
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
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === 'object' && header !== null) return { header, body };
  } catch (cause) {
    throw corrupt('the header is no JSON', cause);
  }
  throw corrupt('the header is no JSON object');
}

/** The tensors must cover the data from its first to its last byte, each byte once. */
function checkLayout(entries: Readonly<Record<string, Entry>>, size: number): void {
  let expected = 0;
  const sorted = Object.entries(entries).sort(([, a], [, b]) => offsets(a)[0] - offsets(b)[0]);
  for (const [name, entry] of sorted) {
    const [begin, end] = offsets(entry);
    if (begin !== expected || end < begin) {
      throw corrupt(`tensor ${name}: expected its bytes to begin at ${expected}, got ${begin}`);
    }
    expected = end;
  }
  if (expected !== size) throw corrupt(`expected ${expected} bytes of data, got ${size}`);
}

// What a file says may be anything.
function offsets({ data_offsets: found }: Partial<Entry>): readonly [number, number] {
  return Array.isArray(found) ? found : [NaN, NaN];
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
  const copy = body.slice(begin, end);
  return { dtype, shape: entry.shape, data: new coding.array(copy.buffer) };
}

const corrupt = (message: string, cause?: unknown) =>
  new PolymathError('corrupt-data', `safetensors: ${message}`, { cause });
