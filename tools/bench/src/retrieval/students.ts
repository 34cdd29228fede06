import {
  embeddingGraph,
  evaluateRetrieval,
  relationalObjective,
  smallCnn,
  trainEmbedding,
  tripletObjective,
  type EmbeddingObjective,
  type LabelledSource,
} from '@polymath/compression';
import type { Graph, Network } from '@polymath/tensor';

/** One kind of student. */
export interface Student {
  name: string;
  objective: EmbeddingObjective;
  normalize: boolean;
}

/** The students of the table: Park et al. 2019, tables 1 and 2. */
export const students: readonly Student[] = [
  { name: 'triplet, length 1', objective: tripletObjective, normalize: true },
  { name: 'DarkRank, length 1', objective: { darkRank: 1 }, normalize: true },
  { name: 'RKD-D', objective: { relationalDistance: 1 }, normalize: false },
  { name: 'RKD-A', objective: { relationalAngle: 1 }, normalize: false },
  { name: 'RKD-DA, length 1', objective: relationalObjective, normalize: true },
  { name: 'RKD-DA', objective: relationalObjective, normalize: false },
];

/** A CNN for 28x28 grey images that ends in an embedding. */
export const embeddingNetwork = (
  widths: readonly number[],
  head: { size: number; normalize: boolean },
): Graph => embeddingGraph(smallCnn({ size: 28, channels: 1, widths }), { from: 'pool', ...head });

/** Trains an embedding: batches of 125, as many of each class. The caller disposes the training. */
export async function embed(
  graph: Graph,
  objective: EmbeddingObjective,
  data: { training: LabelledSource; teacher?: Network },
  { epochs, seed }: { epochs: number; seed: number },
): Promise<ReturnType<typeof trainEmbedding>> {
  const training = trainEmbedding(
    {
      ...{ graph, objective, epochs, seed },
      optimizer: {
        ...{ kind: 'adam', learningRate: 1e-3, weightDecay: 1e-5 },
        schedule: { epochs: [Math.round(epochs / 2), Math.round(epochs * 0.75)], factor: 0.1 },
      },
      batches: { classes: 5, itemsPerClass: 25, batchesPerEpoch: 100 },
    },
    data,
  );
  const steps = training.run();
  while (!(await steps.next()).done);
  return training;
}

/** recall@1 of a network in percent. */
export async function recallOf(network: Network, test: LabelledSource): Promise<number> {
  const evaluation = evaluateRetrieval(network, test, [1]);
  const steps = evaluation.run();
  while (!(await steps.next()).done);
  const share = evaluation.recall.get(1) as number;
  evaluation.dispose();
  return 100 * share;
}
