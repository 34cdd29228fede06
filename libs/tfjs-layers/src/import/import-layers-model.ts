import { PolymathError } from '@polymath/errors';
import { networkFrom, type Graph, type Network } from '@polymath/tensor';
import type { ModelJson } from '../model-json.js';
import { convertLayer, supportedLayers } from './convert.js';
import { LayerReader } from './layer-reader.js';
import { NetworkBuilder, type Value } from './network-builder.js';
import { readModelJson, readTopology, type LayerNode, type Topology } from './read-model-json.js';
import { readWeights, type WeightsFile } from './read-weights.js';

/** A network as plain data. */
export interface NetworkData {
  graph: Graph;
  /** Weights and running statistics by dotted name, in our layouts. */
  values: Map<string, Float32Array>;
}

/**
 * The classifier in a TensorFlow.js layers model: Sequential or functional, as `model.save` of TensorFlow.js and
 * `tensorflowjs_converter` from Keras 2 write it. The README lists the layers.
 * @param model the file model.json
 * @param file gives the content of a weights file by its path in the manifest
 * @throws corrupt-data for files that are no such model or too short; invalid-input that lists all layers that are not supported,
 * or names the layer and the setting
 */
export function importLayersModel(model: Uint8Array, file: WeightsFile): Network {
  const { graph, values } = readLayersModel(model, file);
  return networkFrom(graph, values);
}

/**
 * As {@link importLayersModel}, without making tensors: it does not load the native engine.
 * @throws as importLayersModel
 */
export function readLayersModel(model: Uint8Array, file: WeightsFile): NetworkData {
  const json = readModelJson(model);
  const topology = readTopology(json);
  checkSupported(topology.layers);
  return readLayers(json, topology, file);
}

function checkSupported(layers: readonly LayerNode[]): void {
  const unknown = layers.filter(({ className }) => !supportedLayers.includes(className));
  if (unknown.length === 0) return;
  const list = unknown.map(({ name, className }) => `${name} (${className})`).join(', ');
  const message = `layers that are not supported: ${list}; supported are ${supportedLayers.join(', ')}`;
  throw new PolymathError('invalid-input', message);
}

function readLayers(
  json: ModelJson,
  { layers, input, output }: Topology,
  file: WeightsFile,
): NetworkData {
  const weights = readWeights(json, file);
  const builder = new NetworkBuilder({ name: input, shape: inputShape(layers, input) });
  const values = new Map<string, Value>([[input, { layer: input, shape: builder.input.shape }]]);
  for (const node of layers.filter(({ className }) => className !== 'InputLayer')) {
    const inputs = node.inputs.map((name) => valueOf(values, node, name));
    values.set(node.name, convertLayer(new LayerReader(node, weights), builder, inputs));
  }
  const result = values.get(output);
  if (!result) throw new PolymathError('corrupt-data', `the output ${output} is no layer`);
  if (result.order) {
    throw new PolymathError(
      'invalid-input',
      `the output ${output} is an image that was flattened or turned`,
    );
  }
  return { graph: builder.graph(result.layer), values: builder.parameters };
}

function valueOf(values: ReadonlyMap<string, Value>, node: LayerNode, name: string): Value {
  const value = values.get(name);
  if (value) return value;
  throw new PolymathError(
    'corrupt-data',
    `layer ${node.name} reads ${name}, which does not come before it`,
  );
}

function inputShape(layers: readonly LayerNode[], input: string): number[] {
  const config = layers.find(({ name }) => name === input)?.config;
  const batch = (config?.['batch_input_shape'] ?? config?.['batch_shape']) as
    (number | null)[] | undefined;
  const shape = batch?.slice(1) ?? [];
  const isKnown = shape.every((size) => Number.isInteger(size) && (size as number) > 0);
  if (isKnown && (shape.length === 1 || shape.length === 3)) return shape as number[];
  const got = `[${(batch ?? []).map(String).join(', ')}]`;
  throw new PolymathError(
    'invalid-input',
    `expected inputs [batch, height, width, channels] or [batch, features] of known size, got ${got}`,
  );
}
