import onnxProto, { type onnx } from 'onnx-proto';

const { AttributeProto, TensorProto } = onnxProto.onnx;
const { FLOAT, INT, INTS } = AttributeProto.AttributeType;

/** Attributes of a node: whole numbers, or a float as `{ float }`. */
export type Attributes = Readonly<Record<string, number | readonly number[] | { float: number }>>;

/** One node to write. */
export interface NodeOptions {
  operator: string;
  name: string;
  inputs: readonly string[];
  output: string;
  attributes?: Attributes;
}

/** Collects nodes and initialisers in the order in which they are added. */
export class GraphWriter {
  readonly nodes: onnx.INodeProto[] = [];
  readonly initialisers: onnx.ITensorProto[] = [];

  /** Adds a node and gives the name of its result. */
  node({ operator, name, inputs, output, attributes = {} }: NodeOptions): string {
    this.nodes.push({
      opType: operator,
      name,
      input: [...inputs],
      output: [output],
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    });
    return output;
  }

  /** Stores a float32 tensor, row-major, and gives its name. */
  floats(name: string, dims: readonly number[], values: Float32Array): string {
    const bytes = new Uint8Array(values.length * 4);
    const view = new DataView(bytes.buffer);
    values.forEach((value, i) => view.setFloat32(i * 4, value, true));
    return this.store(name, dims, { dataType: TensorProto.DataType.FLOAT, rawData: bytes });
  }

  /** Stores a list of whole numbers as int64 and gives its name. */
  integers(name: string, values: readonly number[]): string {
    const bytes = new Uint8Array(values.length * 8);
    const view = new DataView(bytes.buffer);
    values.forEach((value, i) => view.setBigInt64(i * 8, BigInt(value), true));
    return this.store(name, [values.length], {
      dataType: TensorProto.DataType.INT64,
      rawData: bytes,
    });
  }

  private store(name: string, dims: readonly number[], rest: onnx.ITensorProto): string {
    this.initialisers.push({ name, dims: [...dims], ...rest });
    return name;
  }
}

function attribute(name: string, value: Attributes[string]): onnx.IAttributeProto {
  if (typeof value === 'number') return { name, type: INT, i: value };
  if ('float' in value) return { name, type: FLOAT, f: value.float };
  return { name, type: INTS, ints: [...value] };
}
