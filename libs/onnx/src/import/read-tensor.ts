import type { onnx } from 'onnx-proto';
import { PolymathError } from '@polymath/errors';
import { sizeOf, type Constant } from '../constant.js';
import { fetchElements, isExternal, type ExternalData } from './external-data.js';
import { toNumber } from './to-number.js';

type Tensor = onnx.ITensorProto;

/** How the elements of one type are stored: bytes of each in `raw_data`, how to read one, and the field used without it. */
interface ElementType {
  bytes: number;
  integer: boolean;
  read(view: DataView, offset: number): number;
  listed(tensor: Tensor): ArrayLike<unknown>;
}

const int32s = (tensor: Tensor) => tensor.int32Data ?? [];

/** By the numbers of ONNX's `TensorProto.DataType`. */
const elementTypes = new Map<number, ElementType>([
  [
    1,
    {
      bytes: 4,
      integer: false,
      read: (v, at) => v.getFloat32(at, true),
      listed: (t) => t.floatData ?? [],
    },
  ],
  [2, { bytes: 1, integer: true, read: (v, at) => v.getUint8(at), listed: int32s }],
  [3, { bytes: 1, integer: true, read: (v, at) => v.getInt8(at), listed: int32s }],
  [6, { bytes: 4, integer: true, read: (v, at) => v.getInt32(at, true), listed: int32s }],
  [
    7,
    {
      bytes: 8,
      integer: true,
      read: (v, at) => Number(v.getBigInt64(at, true)),
      listed: (t): unknown[] => t.int64Data ?? [],
    },
  ],
  [9, { bytes: 1, integer: true, read: (v, at) => v.getUint8(at), listed: int32s }],
  [
    11,
    {
      bytes: 8,
      integer: false,
      read: (v, at) => v.getFloat64(at, true),
      listed: (t) => t.doubleData ?? [],
    },
  ],
]);

/**
 * The constant that a tensor of the file holds; doubles are rounded to float32.
 * @param externalData gives the content of a file beside the model by the name that the tensor says
 * @throws invalid-input for other element types, and for elements outside the file when `externalData` is not given;
 * corrupt-data when their number does not match the dimensions
 */
export function readTensor(stored: Tensor, externalData?: ExternalData): Constant {
  const name = stored.name ? `initialiser ${stored.name}` : 'a constant';
  const tensor = isExternal(stored) ? fetchElements(stored, name, externalData) : stored;
  const type = elementTypes.get(tensor.dataType ?? 0);
  if (!type) {
    const known = 'float32, float64, int64, int32, int8, uint8 and bool';
    throw new PolymathError(
      'invalid-input',
      `${name}: expected elements of ${known}, got ONNX data type ${tensor.dataType ?? 0}`,
    );
  }
  const shape = (tensor.dims ?? []).map(toNumber);
  const data = readElements(tensor, type, sizeOf(shape));
  if (data) return { kind: 'constant', integer: type.integer, shape, data };
  throw new PolymathError(
    'corrupt-data',
    `${name}: expected [${shape.join(', ')}], got ${elementCount(tensor, type)} elements`,
  );
}

function elementCount(tensor: Tensor, type: ElementType): number {
  return tensor.rawData?.length ? tensor.rawData.length / type.bytes : type.listed(tensor).length;
}

function readElements(tensor: Tensor, type: ElementType, size: number) {
  if (elementCount(tensor, type) !== size) return undefined;
  const data = type.integer ? new Array<number>(size) : new Float32Array(size);
  const raw = tensor.rawData;
  if (raw?.length) {
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    for (let i = 0; i < size; i++) data[i] = type.read(view, i * type.bytes);
  } else {
    const listed = type.listed(tensor);
    for (let i = 0; i < size; i++) data[i] = toNumber(listed[i] ?? 0);
  }
  return data;
}
