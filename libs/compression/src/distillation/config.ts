import type { Graph } from '@polymath/tensor';
import type { OptimizerConfig } from '../classifier/optimizer.js';
import type { DarkRankSettings } from '../dark-rank/losses.js';
import type { RegressorShape } from '../hints/regressor.js';
import type { Mining } from '../metric-learning/mining.js';
import type { Tuples } from '../relational/losses.js';

/** A number, or one that goes evenly from the first epoch of a stage to its last. */
export type Weight = number | { from: number; to: number };

/** A layer of the student and the layer of the teacher that it is compared with, by name. */
export interface LayerPair {
  student: string;
  teacher: string;
}

/** A term that needs labels alone. */
export type LabelTerm =
  | { kind: 'cross-entropy' }
  /** On a layer of vectors; needs batches by class. */
  | { kind: 'triplet'; layer: string; margin: number; mining: Mining };

/** A term that compares the student with a teacher. */
export type TeacherTerm =
  /** On the outputs of both. */
  | { kind: 'soft-targets'; temperature: number }
  | { kind: 'attention'; layers: LayerPair; convention: 'mean-square' | 'norm' }
  | {
      kind: 'hint';
      layers: LayerPair;
      normalization: 'mean' | 'half-sum';
      activation: RegressorShape['activation'];
    }
  | { kind: 'relational-distance' | 'relational-angle'; layers: LayerPair; tuples?: Tuples }
  | ({ kind: 'dark-rank'; layers: LayerPair } & DarkRankSettings);

/** One term of the objective with its weight, at least 0; from which teacher, which may be left out where there is one. */
export type Term = { weight: Weight } & (LabelTerm | (TeacherTerm & { teacher?: string }));

/** What a student does for some epochs. */
export interface Stage {
  /** Appears in the reports, e.g. `hints`. */
  name: string;
  /** At least 1. */
  epochs: number;
  optimizer: OptimizerConfig;
  /** At least one; their weighted sum is lowered. */
  terms: readonly Term[];
}

/** Which items are learned from together: some at random, each once an epoch; or as many of each of some classes. */
export type BatchConfig =
  { size: number } | { classes: number; itemsPerClass: number; batchesPerEpoch?: number };

/** How a student is trained. */
export interface StudentConfig {
  /** Of the student. */
  graph: Graph;
  /** One after the other, at least one. */
  stages: readonly Stage[];
  batches: BatchConfig;
  seed: number;
}
