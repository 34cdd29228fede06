import {
  inferShapes,
  networkFrom,
  parameterValues,
  type Graph,
  type Layer,
  type Network,
} from '@polymath/tensor';
import { putInPlace, type FactorizedLayer } from '../low-rank/index.js';

/** One layer of a network as a network of its own, as it was and decomposed; whoever asks for them frees them. */
export interface LayerVersions {
  original: Network;
  compressed: Network;
}

/**
 * Cuts a layer out of a network, together with the activation and the max-pool that it alone feeds: the engine computes them
 * in one step, and that step is what takes time.
 * @param layer name of the layer that was decomposed
 */
export function layerVersions(
  network: Network,
  layer: string,
  chain: FactorizedLayer,
): LayerVersions {
  const { graph } = network;
  const layers = withFollowers(graph, layer);
  const [first] = layers;
  const name = first!.inputs[0]!;
  const cut: Graph = {
    input: { name, shape: inferShapes(graph).get(name)! },
    layers,
    output: layers.at(-1)!.name,
  };
  const original = networkFrom(cut, parameterValues(network.parameters));
  const { graph: thinner, values } = putInPlace(original, new Map([[layer, chain]]));
  return { original, compressed: networkFrom(thinner, values) };
}

function withFollowers({ layers }: Graph, name: string): Layer[] {
  const chain = layers.filter((layer) => layer.name === name);
  for (const op of ['relu', 'maxPool']) {
    const readers = layers.filter(({ inputs }) => inputs.includes(chain.at(-1)!.name));
    const [reader] = readers;
    if (readers.length === 1 && reader?.op === op) chain.push(reader);
  }
  return chain;
}
