/** Element types that leave the engine: their safetensors names are F32, F64, I32, I64, U8, BOOL. */
export type DataTypeName = 'float32' | 'float64' | 'int32' | 'int64' | 'uint8' | 'bool';

/** The typed array that holds elements of a type; `bool` as bytes 0 and 1. */
export interface ElementArrays {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  bool: Uint8Array;
}

/** A dense tensor outside the engine: row-major elements and sizes of the dimensions, outermost first. */
export interface TensorData<Type extends DataTypeName = DataTypeName> {
  dtype: Type;
  shape: readonly number[];
  data: ElementArrays[Type];
}
