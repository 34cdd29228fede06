import { PolymathError } from '@polymath/errors';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';
import type { TensorData } from '../tensor-data.js';
import type { Graph } from './graph.js';
import { graphParameters } from './layer-parameters.js';
import { networkFrom, parameterValues, type Network } from './network.js';

const format = 'polymath.network.v1';

/** A network as one safetensors file: parameters as tensors, the graph as JSON in the metadata. Equal networks give equal bytes. */
export function encodeNetwork(
  network: Network,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const values = parameterValues(network.parameters);
  const tensors = new Map<string, TensorData>();
  for (const { name, shape } of graphParameters(network.graph)) {
    tensors.set(name, { dtype: 'float32', shape, data: values.get(name) as Float32Array });
  }
  return encodeSafetensors(tensors, { ...metadata, format, graph: JSON.stringify(network.graph) });
}

/**
 * The network in a file that {@link encodeNetwork} made.
 * @throws corrupt-data when the file is none, or a parameter is missing or misshapen
 */
export function decodeNetwork(bytes: Uint8Array): Network {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata['format'] !== format || metadata['graph'] === undefined) {
    throw new PolymathError(
      'corrupt-data',
      `expected a file of format ${format}, got ${metadata['format'] ?? 'none'}`,
    );
  }
  const graph = JSON.parse(metadata['graph']) as Graph;
  return networkFrom(graph, floatsByName(graph, tensors));
}

function floatsByName(
  graph: Graph,
  tensors: ReadonlyMap<string, TensorData>,
): Map<string, Float32Array> {
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
  return values;
}
