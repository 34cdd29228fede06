import { PolymathError } from '@polymath/errors';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';
import type { TensorData } from '../tensor-data.js';
import type { Graph } from './graph.js';
import { graphFromJson, graphToJson } from './graph-json.js';
import { graphParameters } from './layer-parameters.js';
import { networkFrom, parameterValues, type Network } from './network.js';

const format = 'polymath.network.v1';

/** A network as one safetensors file: parameters as tensors, the graph as JSON in the metadata. Equal networks give equal bytes. */
export function encodeNetwork(
  network: Network,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const graph = graphToJson(network.graph);
  return encodeSafetensors(networkTensors(network), { ...metadata, format, graph });
}

/**
 * The network in a file that {@link encodeNetwork} made.
 * @throws corrupt-data when the file is none, its graph does not fit, or a parameter is missing or misshapen
 */
export function decodeNetwork(bytes: Uint8Array): Network {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata['format'] !== format || metadata['graph'] === undefined) {
    const got = metadata['format'] ?? 'none';
    throw new PolymathError('corrupt-data', `expected a file of format ${format}, got ${got}`);
  }
  return networkFromTensors(graphFromJson(metadata['graph']), tensors);
}

/** The parameters of a network as they go into a file, by name. */
export function networkTensors({ graph, parameters }: Network): Map<string, TensorData> {
  const values = parameterValues(parameters);
  return new Map(
    graphParameters(graph).map(({ name, shape }): [string, TensorData] => [
      name,
      { dtype: 'float32', shape, data: values.get(name) as Float32Array },
    ]),
  );
}

/**
 * The network with the parameters that a file gave; others in `tensors` are ignored.
 * @throws corrupt-data when a parameter is missing or misshapen
 */
export function networkFromTensors(
  graph: Graph,
  tensors: ReadonlyMap<string, TensorData>,
): Network {
  const values = new Map<string, Float32Array>();
  for (const { name, shape } of graphParameters(graph)) {
    const found = tensors.get(name);
    if (!found) continue;
    if (found.dtype !== 'float32' || String(found.shape) !== String(shape)) {
      const got = `${found.dtype} [${found.shape.join(', ')}]`;
      throw new PolymathError(
        'corrupt-data',
        `parameter ${name}: expected float32 [${shape.join(', ')}], got ${got}`,
      );
    }
    values.set(name, found.data as Float32Array);
  }
  return networkFrom(graph, values);
}
