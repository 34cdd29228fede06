import { PolymathError } from '@polymath/errors';
import { inferShapes, networkFrom, type Graph, type Network } from '@polymath/tensor';
import { toLayerOrder, type Activation } from './activation.js';
import { convert } from './convert/convert.js';
import type { ExternalData } from './external-data.js';
import { fold } from './fold/fold.js';
import { LayerList } from './layer-list.js';
import { NodeReader, type Surroundings, type Value } from './node-reader.js';
import { readModel, type Model } from './read-model.js';
import { readTensor } from './read-tensor.js';
import { standardization } from '../table-key.js';

/** A network as plain data. */
export interface NetworkData {
  graph: Graph;
  /** Weights and running statistics by dotted name, in our layouts. */
  values: Map<string, Float32Array>;
}

/** What a file alone does not have. */
export interface ImportOptions {
  /** Gives the content of a file beside it; without, the file must hold its weights itself. */
  externalData?: ExternalData | undefined;
}

/**
 * The classifier in an ONNX file. Images become [batch, height, width, channels] and weights take our layouts; layers are named
 * after PyTorch's modules. The README lists the operators.
 * @throws corrupt-data for bytes that are cut short or no ONNX file; invalid-input that names the node and the operator for
 * what is not supported
 */
export function importOnnx(bytes: Uint8Array, options: ImportOptions = {}): Network {
  const { graph, values } = readOnnx(bytes, options);
  return networkFrom(graph, values);
}

/**
 * As {@link importOnnx}, without making tensors: it does not load the native engine.
 * @throws as importOnnx
 */
export function readOnnx(bytes: Uint8Array, { externalData }: ImportOptions = {}): NetworkData {
  const model = readModel(bytes);
  const input = {
    name: model.input.name.replaceAll(/[^\w.-]/g, '_'),
    shape: toLayerOrder(model.input.shape),
  };
  const layers = new LayerList(input, model.input.batch);
  const start: Activation = { kind: 'activation', layer: input.name, shape: model.input.shape };
  const output = readNodes(model, layers, { start, externalData });
  const { table } = model;
  const graph = { input, layers: layers.layers, output: output.layer, ...(table && { table }) };
  inferShapes(graph);
  return { graph, values: layers.parameters };
}

/** Reads all nodes, which a file lists in an order in which each comes after its inputs, and gives the result's value. */
function readNodes(
  model: Model,
  layers: LayerList,
  { start, externalData }: ImportOptions & { start: Activation },
): Activation {
  const values = new Map<string, Value>([[model.input.name, start]]);
  // Ours knows by its table how columns are read, so it needs no layers for that.
  if (model.table) values.set(standardization.centred, start).set(standardization.output, start);
  const around = surroundings(model, values, externalData);
  for (const proto of model.nodes) {
    if (values.has(proto.output?.[0] ?? '')) continue;
    const node = new NodeReader(proto, around);
    const [output = '', ...others] = node.outputNames;
    const second = others.find((name) => around.readersOf(name) > 0);
    if (second) throw node.invalid(`its second result, ${second}, is not supported`);
    values.set(output, fold(node) ?? convert(node, layers));
  }
  const output = values.get(model.output);
  if (output?.kind === 'activation') return output;
  const what = output ? 'does not depend on the input' : 'is given by no node';
  throw new PolymathError('corrupt-data', `the model's output ${model.output} ${what}`);
}

function surroundings(
  model: Model,
  values: Map<string, Value>,
  externalData: ExternalData | undefined,
): Surroundings {
  const readers = new Map<string, number>([[model.output, 1]]);
  for (const name of model.nodes.flatMap(({ input }) => input ?? [])) {
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  return {
    operatorSet: model.operatorSet,
    readersOf: (name) => readers.get(name) ?? 0,
    valueOf: (name) => {
      const stored = model.initialisers.get(name);
      if (!values.has(name) && stored) values.set(name, readTensor(stored, externalData));
      return values.get(name);
    },
  };
}
