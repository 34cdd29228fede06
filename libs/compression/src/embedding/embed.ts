import { PolymathError } from '@polymath/errors';
import {
  floatsOf,
  forward,
  noGrad,
  outputShape,
  tidy,
  type Graph,
  type Network,
} from '@polymath/tensor';
import { evaluationBatches, type InputSource } from '../classifier/input-source.js';

/**
 * The length of a network's embeddings.
 * @throws invalid-input when it gives no vectors
 */
export function embeddingSize(graph: Graph): number {
  const shape = outputShape(graph);
  const [features = 0] = shape;
  if (shape.length === 1) return features;
  throw new PolymathError(
    'invalid-input',
    `expected embeddings [features], got [${shape.join(', ')}]`,
  );
}

/** The network's results for all inputs, row after row: [count · features]. */
export function embeddingsOf(network: Network, source: InputSource): Float32Array {
  const features = embeddingSize(network.graph);
  const rows = new Float32Array(source.count * features);
  for (const places of evaluationBatches(source.count)) {
    rows.set(embed(network, source, places), places[0]! * features);
  }
  return rows;
}

/** The network's results for the inputs at some places: [places · features]. */
export const embed = (network: Network, source: InputSource, places: Int32Array): Float32Array =>
  tidy(() => noGrad(() => floatsOf(forward(network, source.batch(places)))));
