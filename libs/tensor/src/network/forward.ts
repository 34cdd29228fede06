import type { RandomStream } from '../random/index.js';
import { checkShapes } from '../shapes.js';
import type { Tensor } from '../tensor.js';
import type { Graph } from './graph.js';
import type { Mode } from './layers.js';
import type { Network } from './network.js';
import { planSteps, type Step } from './plan.js';
import { checkLayers } from './shapes.js';

/** How a network is run. */
export interface ForwardOptions {
  /** How batch norm normalises; `inference` unless given. */
  mode?: Mode;
  /** Draws what dropout takes out; nothing is taken out unless given. */
  dropout?: RandomStream | undefined;
}

const plans = new WeakMap<Graph, Map<string, Step[]>>();

/**
 * A network's result for a batch.
 * @param x [batch, ...input shape of the graph]
 * @returns [batch, ...output shape]
 * @throws invalid-input when x does not have the input's shape
 */
export function forward(network: Network, x: Tensor, options: ForwardOptions = {}): Tensor {
  const { output } = network.graph;
  return layerValues(network, x, { ...options, layers: [output] }).get(output) as Tensor;
}

/**
 * The values of the named layers for a batch, each [batch, ...]. Layers that do not lead to them are not computed.
 * @throws invalid-input for a name that is no layer, with the names there are
 */
export function layerValues(
  network: Network,
  x: Tensor,
  { mode = 'inference', dropout, layers }: ForwardOptions & { layers: readonly string[] },
): Map<string, Tensor> {
  const { graph, parameters } = network;
  checkShapes({ input: [x, ['batch', ...graph.input.shape].join(' ')] });
  const values = new Map<string, Tensor>([[graph.input.name, x]]);
  for (const { name, inputs, apply } of stepsOf(graph, layers)) {
    const read = inputs.map((input) => values.get(input) as Tensor);
    values.set(name, apply(read, { parameters, mode, dropout }));
  }
  return new Map(layers.map((name) => [name, values.get(name) as Tensor]));
}

function stepsOf(graph: Graph, layers: readonly string[]): Step[] {
  const known = plans.get(graph) ?? new Map<string, Step[]>();
  plans.set(graph, known);
  const key = JSON.stringify(layers);
  let steps = known.get(key);
  if (!steps) {
    checkLayers(graph, layers);
    known.set(key, (steps = planSteps(graph, new Set(layers))));
  }
  return steps;
}
