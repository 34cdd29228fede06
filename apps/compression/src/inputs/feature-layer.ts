import { PolymathError } from '@polymath/errors';
import { checkLayers, layersLeadingTo, type Graph, type Network } from '@polymath/tensor';

/** The layer of the features before the classes: what the layer of the output reads first. */
export function featureLayer({ layers, output }: Graph): string {
  const from = layers.find(({ name }) => name === output)?.inputs[0];
  if (from !== undefined) return from;
  throw new PolymathError('invalid-input', 'a network without layers has no features');
}

/**
 * A network that ends at a layer, with the parameters of the whole.
 * @param layer its own output unless given
 * @throws invalid-input for a name that is no layer, with the names there are
 */
export function networkUpTo({ graph, parameters }: Network, layer: string): Network {
  if (layer === '') return { graph, parameters };
  checkLayers(graph, [layer]);
  return {
    graph: { ...graph, layers: layersLeadingTo(graph, [layer]), output: layer },
    parameters,
  };
}
