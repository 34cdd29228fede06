import { PolymathError } from '@polymath/errors';
import onnxProto, { type onnx } from 'onnx-proto';
import { isTable, type TableColumns } from '@polymath/tensor';
import { tableKey } from '../table-key.js';
import { toNumber } from './to-number.js';

/** Versions of ONNX's operator set whose operators are known to mean what this package reads them as. */
export const operatorSets = { oldest: 9, newest: 22 } as const;

/** What a file says. */
export interface Model {
  /** Version of ONNX's operator set. */
  operatorSet: number;
  nodes: readonly onnx.INodeProto[];
  /** Tensors stored in the file, by name. */
  initialisers: ReadonlyMap<string, onnx.ITensorProto>;
  input: ModelInput;
  /** Name of the value that is the network's result. */
  output: string;
  /** How the network reads the columns of a table, if one of our files says so. */
  table: TableColumns | undefined;
}

/** The images or feature vectors that the network reads. */
export interface ModelInput {
  name: string;
  /** Number of images when the file fixes it. */
  batch: number | undefined;
  /** [channels, height, width] or [features] */
  shape: readonly number[];
}

/**
 * Reads a file's messages.
 * @throws corrupt-data when the bytes are cut short or are no ONNX file; invalid-input for an operator set outside
 * {@link operatorSets}, several inputs or outputs, and inputs that are neither images nor feature vectors of known size
 */
export function readModel(bytes: Uint8Array): Model {
  const { graph, opsetImport, metadataProps } = decode(bytes);
  if (!graph?.node || !graph.output) throw corrupt('it has no graph');
  const initialisers = new Map((graph.initializer ?? []).map((t) => [t.name ?? '', t]));
  // Before version 4 of the format, initialisers were listed among the inputs.
  const inputs = (graph.input ?? []).filter(({ name }) => !initialisers.has(name ?? ''));
  return {
    operatorSet: operatorSet(opsetImport),
    nodes: graph.node,
    initialisers,
    input: readInput(only('input', inputs)),
    output: only('output', graph.output).name ?? '',
    table: readTable(metadataProps),
  };
}

function readTable(metadata: readonly onnx.IStringStringEntryProto[]): TableColumns | undefined {
  const text = metadata.find(({ key }) => key === tableKey)?.value;
  if (!text) return undefined;
  const table = parse(text);
  if (isTable(table)) return table;
  throw corrupt(`its ${tableKey} says of no table how it is read`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw corrupt(`its ${tableKey} is no JSON`, cause);
  }
}

function decode(bytes: Uint8Array): onnx.ModelProto {
  try {
    return onnxProto.onnx.ModelProto.decode(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw corrupt(`it is cut short or of another format (${reason})`, cause);
  }
}

function operatorSet(imports: readonly onnx.IOperatorSetIdProto[]): number {
  const own = imports.find(({ domain }) => !domain || domain === 'ai.onnx');
  if (!own) throw corrupt('it names no version of the ONNX operator set');
  const version = toNumber(own.version ?? 0);
  const { oldest, newest } = operatorSets;
  if (version >= oldest && version <= newest) return version;
  throw invalid(`expected ONNX operator set ${oldest} to ${newest}, got ${version}`);
}

function readInput({ name, type }: onnx.IValueInfoProto): ModelInput {
  const tensor = type?.tensorType;
  const dims = (tensor?.shape?.dim ?? []).map(({ dimValue, dimParam }) =>
    dimParam ? undefined : toNumber(dimValue ?? 0) || undefined,
  );
  const [batch, ...rest] = dims;
  const shape = rest.filter((size) => size !== undefined);
  if (tensor?.elemType === 1 && shape.length === rest.length && [1, 3].includes(shape.length)) {
    return { name: name ?? '', batch, shape };
  }
  const sizes = dims.map((size) => size ?? '?').join(', ');
  throw invalid(
    `input ${name ?? ''}: expected float32 [batch, channels, height, width] or [batch, features] with known sizes, ` +
      `got ONNX data type ${tensor?.elemType ?? 0} [${sizes}]`,
  );
}

function only(what: string, values: readonly onnx.IValueInfoProto[]): onnx.IValueInfoProto {
  const [value, ...more] = values;
  if (value && more.length === 0) return value;
  const names = values.map(({ name }) => name).join(', ') || 'none';
  throw invalid(`expected a model with one ${what}, got ${names}`);
}

const invalid = (message: string) => new PolymathError('invalid-input', message);

const corrupt = (what: string, cause?: unknown) =>
  new PolymathError('corrupt-data', `cannot read the ONNX file: ${what}`, { cause });
