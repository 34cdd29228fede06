import { tensor, tidy, type Graph, type Network } from '@polymath/tensor';
import type { LabelledSource } from '../classifier/input-source.js';
import type { OptimizerConfig } from '../classifier/optimizer.js';
import { checkLabels } from '../classifier/settings.js';
import { darkRankDefaults } from '../dark-rank/losses.js';
import type { BatchConfig, LayerPair, Term } from '../distillation/config.js';
import { trainStudent, type StudentTraining } from '../distillation/train-student.js';
import type { Mining } from '../metric-learning/mining.js';
import { checkRetrieval, recallAt } from '../metric-learning/recall.js';
import { embeddingSize, embeddingsOf } from './embed.js';

/** Weights of what an embedding is to do, at least 0; those that are not given are 0. */
export interface EmbeddingObjective {
  /** From labels alone. */
  triplet?: { weight: number; margin: number; mining: Mining };
  /** From a teacher alone: its distances, its angles, its ranks of neighbours. */
  relationalDistance?: number;
  relationalAngle?: number;
  darkRank?: number;
}

/** A teacher's objective in the published code of RKD; embeddings of length 1. */
export const tripletObjective: EmbeddingObjective = {
  triplet: { weight: 1, margin: 0.2, mining: 'distance-weighted' },
};

/** A student's objective in the published code of RKD; embeddings of any length. */
export const relationalObjective: EmbeddingObjective = {
  relationalDistance: 1,
  relationalAngle: 2,
};

/** Settings of {@link trainEmbedding}. */
export interface EmbeddingConfig {
  /** To embeddings [features]; see `embeddingGraph`. */
  graph: Graph;
  objective: EmbeddingObjective;
  /** At least 1. */
  epochs: number;
  optimizer: OptimizerConfig;
  /** By class: 5 items of each in the published code. */
  batches: BatchConfig;
  seed: number;
}

/** What an embedding learns from and is chosen on. */
export interface EmbeddingData {
  training: LabelledSource;
  /** Gives embeddings of any length for the same inputs; not needed for triplets. */
  teacher?: Network | undefined;
  /** If given, the epoch with the highest recall@1 on it is kept; else the last. */
  validation?: LabelledSource | undefined;
}

/**
 * Trains a network whose outputs lie near each other where their inputs are alike: by triplets of labelled items, or as a student of a
 * teacher's embeddings (Park et al. 2019, section 4.1), or by both.
 * @throws invalid-input when a setting is out of its range, a teacher is needed and missing, or labels and inputs do not fit
 */
export function trainEmbedding(config: EmbeddingConfig, data: EmbeddingData): StudentTraining {
  const { graph, epochs, optimizer, batches, seed } = config;
  const { training, teacher, validation } = data;
  embeddingSize(graph);
  checkLabels(training, 2 ** 31);
  const layers = { student: graph.output, teacher: teacher?.graph.output ?? '' };
  const terms = termsOf(config.objective, layers);
  const stage = { name: 'embed', epochs, optimizer, terms };
  const teachers = new Map(teacher ? [['teacher', teacher]] : []);
  const student = { graph, stages: [stage], batches, seed };
  if (!validation) return trainStudent(student, { training, teachers });
  checkRetrieval(validation, [1]);
  const score = (network: Network) => recallOf(network, validation);
  return trainStudent(student, { training, teachers }, { metric: 'validationRecallAt1', score });
}

function termsOf(objective: EmbeddingObjective, layers: LayerPair): Term[] {
  const { triplet, relationalDistance = 0, relationalAngle = 0, darkRank = 0 } = objective;
  const all: Term[] = [
    { kind: 'relational-distance', weight: relationalDistance, layers },
    { kind: 'relational-angle', weight: relationalAngle, layers },
    { kind: 'dark-rank', weight: darkRank, layers, ...darkRankDefaults },
  ];
  if (triplet) all.unshift({ kind: 'triplet', layer: layers.student, ...triplet });
  return all.filter(({ weight }) => weight !== 0);
}

function recallOf(network: Network, validation: LabelledSource): number {
  const { labels, count } = validation;
  const rows = embeddingsOf(network, validation);
  const shape = [count, embeddingSize(network.graph)];
  return tidy(() => recallAt({ embeddings: tensor(rows, shape), labels }, [1])[0]!);
}
