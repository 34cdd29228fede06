import { PolymathError } from '@polymath/errors';
import type { LayerJson, ModelJson } from '../model-json.js';

/** A model's layers in order, each with the layers that it reads, and its two ends. */
export interface Topology {
  layers: readonly LayerNode[];
  input: string;
  output: string;
}

/** One layer of the file. */
export interface LayerNode {
  name: string;
  className: string;
  config: Readonly<Record<string, unknown>>;
  inputs: readonly string[];
}

/**
 * The file model.json.
 * @throws corrupt-data when it is not JSON; invalid-input when it is of another format
 */
export function readModelJson(bytes: Uint8Array): ModelJson {
  let model: Partial<ModelJson>;
  try {
    model = JSON.parse(new TextDecoder().decode(bytes)) as Partial<ModelJson>;
  } catch (cause) {
    throw new PolymathError('corrupt-data', 'model.json is not JSON', { cause });
  }
  const { format, modelTopology, weightsManifest } = model;
  if (format === 'graph-model') {
    throw invalid(
      'expected a layers model, got a graph model: convert it with --output_format=tfjs_layers_model',
    );
  }
  if (!modelTopology || !Array.isArray(weightsManifest)) {
    throw invalid('model.json has no modelTopology, or no weightsManifest');
  }
  return model as ModelJson;
}

/**
 * The layers of a Sequential or a functional model with one input and one output.
 * @throws invalid-input for other models
 */
export function readTopology({ modelTopology }: ModelJson): Topology {
  const outer = modelTopology as { model_config?: ClassJson } & ClassJson;
  const { class_name: className, config } = outer.model_config ?? outer;
  if (className === 'Sequential') return sequential(config);
  if (className === 'Model' || className === 'Functional')
    return functional(config as FunctionalConfig);
  throw invalid(`expected a Sequential or functional model, got ${String(className)}`);
}

interface ClassJson {
  class_name?: string;
  config?: unknown;
}

interface FunctionalConfig {
  layers?: LayerJson[];
  input_layers?: unknown[][];
  output_layers?: unknown[][];
}

function sequential(config: unknown): Topology {
  const layers = Array.isArray(config)
    ? (config as LayerJson[])
    : ((config as { layers?: LayerJson[] } | undefined)?.layers ?? []);
  const [first] = layers;
  if (!first) throw invalid('the model has no layers');
  const nodes: LayerNode[] = [];
  if (first.class_name !== 'InputLayer') {
    const { batch_input_shape } = first.config;
    nodes.push({
      name: 'input',
      className: 'InputLayer',
      config: { batch_input_shape },
      inputs: [],
    });
  }
  for (const layer of layers) {
    const last = nodes.at(-1);
    nodes.push(toNode(layer, last ? [last.name] : []));
  }
  return { layers: nodes, input: nodes[0]!.name, output: nodes.at(-1)!.name };
}

function functional({ layers = [], input_layers, output_layers }: FunctionalConfig): Topology {
  return {
    layers: layers.map((layer) => toNode(layer, inboundNames(layer))),
    input: only('input', input_layers),
    output: only('output', output_layers),
  };
}

const toNode = (
  { class_name: className, name, config }: LayerJson,
  inputs: string[],
): LayerNode => ({
  name: name ?? String(config['name']),
  className,
  config,
  inputs,
});

/** `[[[name, node, tensor, {}], ...]]`: a layer that is used twice has two of the inner lists. */
function inboundNames({ name, inbound_nodes: nodes }: LayerJson): string[] {
  if (!Array.isArray(nodes)) throw invalid(`layer ${String(name)} has no list of inbound nodes`);
  if (nodes.length > 1)
    throw invalid(`layer ${String(name)} is used ${nodes.length} times; expected once`);
  const [calls = []] = nodes as unknown[];
  if (!Array.isArray(calls)) {
    throw invalid(
      `layer ${String(name)}: this form of inbound nodes (Keras 3) is not supported; save with Keras 2`,
    );
  }
  return calls.map((call) => String((call as unknown[])[0]));
}

function only(end: string, list: unknown[][] | undefined): string {
  // A single end may be written without its list.
  const names = typeof list?.[0] === 'string' ? [list as unknown[]] : (list ?? []);
  if (names.length === 1) return String(names[0]![0]);
  throw invalid(`expected a model with one ${end}, got ${names.length}`);
}

const invalid = (message: string) => new PolymathError('invalid-input', message);
