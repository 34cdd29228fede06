import type { InferTensorContents } from '@polymath/contracts/inference/grpc_service';
import { lengthBytes } from './datatypes.js';

/**
 * Typed elements as the raw bytes of their datatype: little-endian, row-major.
 * @param datatype one with a typed field; its elements fit
 */
export function toRaw(datatype: string, contents: InferTensorContents): Buffer {
  return datatype === 'BYTES' ? joinElements(contents.bytesContents) : bytesOf(datatype, contents);
}

function bytesOf(datatype: string, contents: InferTensorContents): Buffer {
  const { buffer, byteOffset, byteLength } = arrayOf(datatype, contents);
  return Buffer.from(buffer, byteOffset, byteLength);
}

function arrayOf(datatype: string, contents: InferTensorContents): NodeJS.TypedArray {
  switch (datatype) {
    case 'BOOL':
      return Uint8Array.from(contents.boolContents, Number);
    case 'UINT8':
      return Uint8Array.from(contents.uintContents);
    case 'UINT16':
      return Uint16Array.from(contents.uintContents);
    case 'UINT32':
      return Uint32Array.from(contents.uintContents);
    case 'UINT64':
      return BigUint64Array.from(contents.uint64Contents);
    case 'INT8':
      return Int8Array.from(contents.intContents);
    case 'INT16':
      return Int16Array.from(contents.intContents);
    case 'INT32':
      return Int32Array.from(contents.intContents);
    case 'INT64':
      return BigInt64Array.from(contents.int64Contents);
    case 'FP32':
      return Float32Array.from(contents.fp32Contents);
    default:
      return Float64Array.from(contents.fp64Contents);
  }
}

function joinElements(elements: readonly Uint8Array[]): Buffer {
  const parts = elements.flatMap((element) => {
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32LE(element.length);
    return [length, element];
  });
  return Buffer.concat(parts);
}
