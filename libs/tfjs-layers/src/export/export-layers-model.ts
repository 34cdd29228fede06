import { PolymathError } from '@polymath/errors';
import { inferShapes, type Graph, type Layer, type Network, type Shape } from '@polymath/tensor';
import type { ModelJson } from '../model-json.js';
import { Chain } from './chain.js';
import { isSupported, writeLayer } from './layers.js';
import { ModelWriter } from './model-writer.js';
import { writeStandardization } from './standardization.js';

/** Settings of {@link exportLayersModel}. */
export interface ExportOptions {
  /** Name of the model; `classifier` unless given. */
  name?: string;
  /** What the file of the weights will be called, beside model.json; `weights.bin` unless given. */
  weightsFile?: string;
}

/** The two files of a layers model. */
export interface LayersModelFiles {
  /** model.json: layers, and where the weights lie. */
  model: Uint8Array;
  /** Float32, little-endian, one after the other. */
  weights: Uint8Array;
}

/**
 * A network as a TensorFlow.js layers model, for `tf.loadLayersModel`: one input [batch, height, width, channels] or
 * [batch, features], one output. A network of rows takes the columns of its table as they are. Layers keep their names. Equal networks give equal bytes.
 * @throws invalid-input that names every layer that TensorFlow.js has not ({@link unsupportedLayers})
 */
export function exportLayersModel(network: Network, options: ExportOptions = {}): LayersModelFiles {
  const { name = 'classifier', weightsFile = 'weights.bin' } = options;
  const { graph, parameters } = network;
  const missing = unsupportedLayers(graph);
  if (missing.length > 0) {
    const list = missing.join(', ');
    throw new PolymathError('invalid-input', `layers that TensorFlow.js does not have: ${list}`);
  }
  const writer = new ModelWriter();
  const input = writer.add({ name: graph.input.name, ...inputLayer(graph), inputs: [] });
  const read = graph.table ? writeStandardization(writer, graph.table, input) : input;
  const names = new Map([[graph.input.name, read]]);
  const describe = describer(graph);
  for (const layer of graph.layers) {
    const inputs = layer.inputs.map((read) => names.get(read)!);
    const chain = new Chain(writer, { ...describe(layer), name: layer.name, inputs }, parameters);
    writeLayer(layer, chain);
    names.set(layer.name, chain.last);
  }
  const model: ModelJson = {
    format: 'layers-model',
    generatedBy: 'polymath',
    convertedBy: null,
    modelTopology: topology(writer, { name, input, output: names.get(graph.output)! }),
    weightsManifest: [{ paths: [weightsFile], weights: writer.weights }],
  };
  return { model: new TextEncoder().encode(JSON.stringify(model)), weights: writer.bytes() };
}

/** The layers, each with its op, for which TensorFlow.js has nothing that computes the same. */
export function unsupportedLayers(graph: Graph): string[] {
  const describe = describer(graph);
  const missing = graph.layers.filter((layer) => {
    const { inputShape, readsRelu } = describe(layer);
    return !isSupported(layer, inputShape, readsRelu);
  });
  return missing.map(({ name, op }) => `${name} (${op})`);
}

/** What is known of a layer's first input. */
function describer(graph: Graph): (layer: Layer) => { inputShape: Shape; readsRelu: boolean } {
  const shapes = inferShapes(graph);
  const relus = new Set(graph.layers.filter(({ op }) => op === 'relu').map(({ name }) => name));
  return ({ inputs: [first = ''] }) => ({
    inputShape: shapes.get(first)!,
    readsRelu: relus.has(first),
  });
}

function inputLayer({ input }: Graph) {
  const shape = { batch_input_shape: [null, ...input.shape], dtype: 'float32', sparse: false };
  return { className: 'InputLayer', config: shape };
}

function topology(
  { layers }: ModelWriter,
  { name, input, output }: { name: string; input: string; output: string },
) {
  const ends = { input_layers: [[input, 0, 0]], output_layers: [[output, 0, 0]] };
  return {
    class_name: 'Model',
    config: { name, layers, ...ends },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}
