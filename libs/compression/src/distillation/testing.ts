import { createNetwork, randomStream, type Network } from '@polymath/tensor';
import { smallCnn } from '../classifier/small-cnn.js';
import { gratings } from '../classifier/testing-trainings.js';
import { darkRankDefaults } from '../dark-rank/losses.js';
import type { Stage, StudentConfig, Term } from './config.js';
import { distil, type DistillationData } from './distil.js';
import { fitNetsStages } from './fit-nets.js';

export const teacherGraph = smallCnn({ size: 8, channels: 1, classes: 4, widths: [8, 12] });
export const studentGraph = smallCnn({ size: 8, channels: 1, classes: 4, widths: [3, 4] });
export const [teacher, other] = [5, 6].map((seed) => createNetwork(teacherGraph, randomStream(seed, 'teacher'))) as [Network, Network]; // prettier-ignore
export const optimizer = {
  kind: 'sgd',
  learningRate: 0.05,
  momentum: 0.9,
  weightDecay: 5e-4,
} as const;
export const block = { student: 'block1.relu', teacher: 'block1.relu' };
export const pool = { student: 'pool', teacher: 'pool' };
export const labels: Term = { kind: 'cross-entropy', weight: 1 };

/** Each term with a weight at which it is felt. */
export const terms = {
  softTargets: { kind: 'soft-targets', weight: 0.9, temperature: 4 },
  attention: { kind: 'attention', weight: 100, layers: block, convention: 'mean-square' },
  attentionNorm: { kind: 'attention', weight: 1, layers: block, convention: 'norm' },
  hint: { kind: 'hint', weight: 10, layers: block, normalization: 'mean', activation: 'relu' },
  relationalDistance: { kind: 'relational-distance', weight: 25, layers: pool },
  relationalAngle: { kind: 'relational-angle', weight: 50, layers: pool, tuples: 'distinct' },
  darkRank: { kind: 'dark-rank', weight: 1, layers: pool, ...darkRankDefaults },
} as const satisfies Record<string, Term>;

export const stage = (changed: Partial<Stage> = {}): Stage => ({
  ...{ name: 'distil', epochs: 2, optimizer, terms: [labels] },
  ...changed,
});

export function setUp(changed: Partial<StudentConfig> = {}, given: Partial<DistillationData> = {}) {
  const config = { graph: studentGraph, stages: [stage()], batches: { size: 8 }, seed: 1 };
  const data = { training: gratings(20, 1, 8), teachers: new Map([['big', teacher]]) };
  const training = distil({ ...config, ...changed }, { ...data, ...given });
  return { training, student: training.student, dispose: () => training.dispose() };
}

export const withTerms = (...added: Term[]) => ({ stages: [stage({ terms: [labels, ...added] })] });
export const twoStages = fitNetsStages({
  ...{ layers: block, activation: 'relu', hintEpochs: 1, distillationEpochs: 2 },
  optimizer,
});
