import { PolymathError } from '@polymath/errors';
import {
  decodeSafetensors,
  disposeNetwork,
  encodeSafetensors,
  graphFromJson,
  graphToJson,
  networkFromTensors,
  networkTensors,
  type Network,
  type Safetensors,
  type TensorData,
} from '@polymath/tensor';
import type { GeneratorPair } from './train.js';

const format = 'polymath.generators.v1';
const kinds = ['generator', 'decoder'] as const;

/**
 * Generators and their decoders as one safetensors file: parameters as `generator.<i>/<parameter>` and
 * `decoder.<i>/<parameter>`, i from 0, and in the metadata the graph of each as JSON, `generator.<i>` and `decoder.<i>`. Equal
 * networks give equal bytes.
 */
export function encodeGenerators(
  pairs: readonly GeneratorPair[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const tensors = new Map<string, TensorData>();
  const graphs: Record<string, string> = {};
  pairs.forEach((pair, i) => {
    for (const kind of kinds) {
      const name = `${kind}.${i}`;
      graphs[name] = graphToJson(pair[kind].graph);
      for (const [parameter, data] of networkTensors(pair[kind])) {
        tensors.set(`${name}/${parameter}`, data);
      }
    }
  });
  return encodeSafetensors(tensors, { ...metadata, ...graphs, format });
}

/**
 * The generators in a file that {@link encodeGenerators} made; whoever asks for them frees them.
 * @throws corrupt-data when the file is none, holds no generator, or one of its networks does not fit
 */
export function decodeGenerators(bytes: Uint8Array): GeneratorPair[] {
  const file = decodeSafetensors(bytes);
  const { metadata } = file;
  if (metadata['format'] !== format) {
    const got = metadata['format'] ?? 'none';
    throw new PolymathError('corrupt-data', `expected a file of format ${format}, got ${got}`);
  }
  if (metadata['generator.0'] === undefined) {
    throw new PolymathError('corrupt-data', 'expected at least one generator, got none');
  }
  const made: Network[] = [];
  const read = (name: string): Network => {
    const network = readNetwork(file, name);
    made.push(network);
    return network;
  };
  const pairs: GeneratorPair[] = [];
  try {
    for (let i = 0; metadata[`generator.${i}`] !== undefined; i++) {
      pairs.push({ generator: read(`generator.${i}`), decoder: read(`decoder.${i}`) });
    }
    return pairs;
  } catch (error) {
    made.forEach(disposeNetwork);
    throw error;
  }
}

function readNetwork({ tensors, metadata }: Safetensors, name: string): Network {
  const graph = metadata[name];
  if (graph === undefined) throw new PolymathError('corrupt-data', `the file lacks ${name}`);
  const prefix = `${name}/`;
  const own = [...tensors].filter(([parameter]) => parameter.startsWith(prefix));
  return networkFromTensors(
    graphFromJson(graph),
    new Map(own.map(([parameter, data]) => [parameter.slice(prefix.length), data])),
  );
}
