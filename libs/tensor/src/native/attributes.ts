import type { Attribute } from './binding.js';

// TF_AttrType and TF_DataType of TensorFlow's C API (tensorflow/c/tf_attrtype.h, tf_datatype.h).
const attributeTypes = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;

/** TensorFlow's numbers for element types. */
export const nativeTypes = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  string: 7,
  int64: 9,
  bool: 10,
  resource: 20,
} as const;

export const intAttribute = (name: string, value: number | number[]): Attribute => ({
  name,
  type: attributeTypes.int,
  value,
});

export const stringAttribute = (name: string, value: string): Attribute => ({
  name,
  type: attributeTypes.string,
  value,
});

export const floatAttribute = (name: string, value: number): Attribute => ({
  name,
  type: attributeTypes.float,
  value,
});

export const boolAttribute = (name: string, value: boolean): Attribute => ({
  name,
  type: attributeTypes.bool,
  value,
});

export const typeAttribute = (name: string, value: number): Attribute => ({
  name,
  type: attributeTypes.type,
  value,
});

export const shapeAttribute = (name: string, value: readonly number[]): Attribute => ({
  name,
  type: attributeTypes.shape,
  value: [...value],
});

/** Keeps what `make` gives for each key, so that attribute lists are built once. */
export function cached<Key extends readonly unknown[], Value>(
  make: (...key: Key) => Value,
): (...key: Key) => Value {
  const known = new Map<string, Value>();
  return (...key) => {
    const name = key.join();
    let value = known.get(name);
    if (value === undefined) known.set(name, (value = make(...key)));
    return value;
  };
}
