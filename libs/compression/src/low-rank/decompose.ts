import { PolymathError } from '@polymath/errors';
import {
  networkFrom,
  parameterValues,
  type Graph,
  type Layer,
  type Network,
} from '@polymath/tensor';
import { factorizeLayer, type Decomposable, type FactorizedLayer } from './factorize-layer.js';
import type { RankRule } from './ranks.js';

/** Which layer is decomposed, and to what ranks. */
export interface LayerDecomposition {
  readonly layer: string;
  readonly ranks: RankRule;
}

/** A network's layers and weights after a decomposition, before they take room in the engine. */
export interface Factorization {
  readonly graph: Graph;
  readonly values: ReadonlyMap<string, Float32Array>;
  /** By the name of the layer that was decomposed, in the order asked for. */
  readonly factorized: ReadonlyMap<string, FactorizedLayer>;
}

/** A network in which layers are replaced by thinner ones, and what became of each. */
export interface Decomposition {
  /** With parameters of its own. */
  readonly network: Network;
  /** By the name of the layer that was decomposed, in the order asked for. */
  readonly factorized: ReadonlyMap<string, FactorizedLayer>;
}

/**
 * Decomposes layers of a network: a convolution into `<name>.reduce` (1x1), `<name>.core` and `<name>.expand` (1x1) by
 * Tucker-2, a dense layer into `<name>.reduce` and `<name>.expand` by SVD, with no activation between them. Parts whose rank
 * is full are left out. All other parameters are copied; the network given stays as it is.
 *
 * @throws invalid-input for a layer that there is not (with the names there are), that is named twice or cannot be
 * decomposed, and for ranks that it cannot have
 */
export function decompose(
  network: Network,
  decompositions: readonly LayerDecomposition[],
): Decomposition {
  const { graph, values, factorized } = factorize(network, decompositions);
  return { network: networkFrom(graph, values), factorized };
}

/**
 * {@link decompose} up to the making of the new network.
 * @throws invalid-input as decompose
 */
export function factorize(
  network: Network,
  decompositions: readonly LayerDecomposition[],
): Factorization {
  const { graph } = network;
  const values = parameterValues(network.parameters);
  const factorized = new Map<string, FactorizedLayer>();
  for (const { layer: name, ranks } of decompositions) {
    const layer = findDecomposable(graph, name);
    if (factorized.has(name)) throw invalid(`layer ${name} is to be decomposed twice`);
    const weight = values.get(`${name}.weight`);
    if (!weight) throw invalid(`layer ${name} has no weights`);
    factorized.set(name, factorizeLayer(layer, weight, ranks));
  }
  return putInPlace(network, factorized);
}

/** A network with chains in the place of some layers: those of a {@link factorize}, or a part of them. */
export function putInPlace(
  { graph, parameters }: Network,
  factorized: Factorization['factorized'],
): Factorization {
  const values = parameterValues(parameters);
  return { graph: rewire(graph, factorized), values: reassign(values, factorized), factorized };
}

/** @throws invalid-input for a layer that there is not or that cannot be decomposed, with the names of those that can */
export function findDecomposable({ layers }: Graph, name: string): Decomposable {
  const candidates = layers.filter(isDecomposable);
  const layer = candidates.find((candidate) => candidate.name === name);
  if (layer) return layer;
  const names = candidates.map((candidate) => candidate.name).join(', ');
  const found = layers.find((other) => other.name === name);
  const problem = found ? `layer ${name} is a ${found.op}` : `no layer is named ${name}`;
  throw invalid(`${problem}; layers that can be decomposed: ${names}`);
}

/** Whether a layer can be decomposed. */
export const isDecomposable = (layer: Layer): layer is Decomposable =>
  layer.op === 'conv2d' || layer.op === 'dense';

function rewire(graph: Graph, factorized: ReadonlyMap<string, FactorizedLayer>): Graph {
  const lastOf = (name: string) => factorized.get(name)?.layers.at(-1)?.name ?? name;
  const layers = graph.layers.flatMap((layer) => factorized.get(layer.name)?.layers ?? [layer]);
  return {
    ...graph,
    // A part's own chain reads names that are not replaced, so renaming leaves them alone.
    layers: layers.map((layer) => ({ ...layer, inputs: layer.inputs.map(lastOf) })),
    output: lastOf(graph.output),
  };
}

function reassign(
  values: ReadonlyMap<string, Float32Array>,
  factorized: ReadonlyMap<string, FactorizedLayer>,
): Map<string, Float32Array> {
  const result = new Map(values);
  for (const [name, { layers, weights }] of factorized) {
    const bias = result.get(`${name}.bias`);
    result.delete(`${name}.weight`);
    result.delete(`${name}.bias`);
    for (const [key, weight] of weights) result.set(key, weight);
    if (bias) result.set(`${layers.at(-1)!.name}.bias`, bias);
  }
  return result;
}

const invalid = (message: string) => new PolymathError('invalid-input', message);
