import { PolymathError } from '@polymath/errors';
import {
  dense,
  inferShapes,
  layersLeadingTo,
  shapeOfLayer,
  type Graph,
  type Layer,
} from '@polymath/tensor';
import { checkCounts } from '../classifier/settings.js';

/** What an embedding is made of. */
export interface EmbeddingHead {
  /** The layer of features that it reads, e.g. `pool`; layers that do not lead to it are dropped. */
  from: string;
  /** Length of an embedding, at least 1. */
  size: number;
  /** Whether embeddings have the length 1: for triplets with distance-weighted mining and for DarkRank, not for RKD's students. */
  normalize: boolean;
}

/**
 * A network whose result is an embedding: the layers that lead to some features, then a dense layer `embedding`, then a layer
 * `normalize` if asked for.
 * @param graph e.g. of a classifier
 * @returns to [size]
 * @throws invalid-input for a layer that there is not (with the names there are) or that gives no vectors
 */
export function embeddingGraph(graph: Graph, { from, size, normalize }: EmbeddingHead): Graph {
  checkCounts({ size });
  const shape = shapeOfLayer(graph, from);
  if (shape.length !== 1) {
    const got = `${from} of [${shape.join(', ')}]`;
    throw new PolymathError(
      'invalid-input',
      `an embedding needs a layer of [features], got ${got}`,
    );
  }
  const [features = 0] = shape;
  const head: Layer[] = [{ name: 'embedding', inputs: [from], ...dense(features, size) }];
  if (normalize) head.push({ name: 'normalize', inputs: ['embedding'], op: 'normalize' });
  const layers = [...layersLeadingTo(graph, [from]), ...head];
  const embedding = { input: graph.input, layers, output: head.at(-1)!.name };
  inferShapes(embedding);
  return embedding;
}
