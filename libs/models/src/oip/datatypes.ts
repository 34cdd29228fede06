import type { InferTensorContents } from '@polymath/contracts/inference/grpc_service';

/** The field of `InferTensorContents` that holds the elements of a datatype. */
export type ContentsField = keyof InferTensorContents;

/** A datatype of the Open Inference Protocol. */
export interface Datatype {
  /** Bytes an element; undefined for BYTES, whose elements each bring their length. */
  readonly sizeBytes: number | undefined;
  /** Where typed elements stand; undefined: this type travels raw only. */
  readonly field: ContentsField | undefined;
  /** The integers that fit, where the field holds others too. */
  readonly range?: readonly [min: number, max: number];
}

/** All datatypes, by the names of the protocol (KServe's specification, "Tensor data types"). */
export const datatypes: Readonly<Record<string, Datatype>> = Object.freeze({
  BOOL: { sizeBytes: 1, field: 'boolContents' },
  UINT8: { sizeBytes: 1, field: 'uintContents', range: [0, 255] },
  UINT16: { sizeBytes: 2, field: 'uintContents', range: [0, 65_535] },
  UINT32: { sizeBytes: 4, field: 'uintContents' },
  UINT64: { sizeBytes: 8, field: 'uint64Contents' },
  INT8: { sizeBytes: 1, field: 'intContents', range: [-128, 127] },
  INT16: { sizeBytes: 2, field: 'intContents', range: [-32_768, 32_767] },
  INT32: { sizeBytes: 4, field: 'intContents' },
  INT64: { sizeBytes: 8, field: 'int64Contents' },
  FP16: { sizeBytes: 2, field: undefined },
  BF16: { sizeBytes: 2, field: undefined },
  FP32: { sizeBytes: 4, field: 'fp32Contents' },
  FP64: { sizeBytes: 8, field: 'fp64Contents' },
  BYTES: { sizeBytes: undefined, field: 'bytesContents' },
} satisfies Record<string, Datatype>);

/** A datatype by its name; undefined when there is none. */
export function datatypeOf(name: string): Datatype | undefined {
  return Object.hasOwn(datatypes, name) ? datatypes[name] : undefined;
}

/** Bytes of the length before each element of BYTES: an unsigned little-endian number. */
export const lengthBytes = 4;

/** How many elements raw BYTES hold; undefined when a length reaches past the end. */
export function countElements(raw: Buffer): number | undefined {
  let count = 0;
  let position = 0;
  while (position < raw.length) {
    if (position + lengthBytes > raw.length) return undefined;
    position += lengthBytes + raw.readUInt32LE(position);
    count += 1;
  }
  return position === raw.length ? count : undefined;
}
