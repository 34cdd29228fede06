import {
  fitNetsStages,
  type LayerPair,
  type OptimizerConfig,
  type Stage,
  type StudentConfig,
} from '@polymath/compression';
import type { MethodName } from './names.js';

type Terms = Stage['terms'];

/** Names of the stages of a run, and how it learns from the teacher. */
export interface Method {
  name: MethodName;
  stages: (epochs: number, optimizer: OptimizerConfig) => Stage[];
  /** 64 images at random unless given. */
  batches?: StudentConfig['batches'];
}

/** What is compared in small CNNs: the end of each size of features, and the features before the classes. */
const ends: readonly LayerPair[] = [1, 2, 3].map((i) => ({
  student: `block${i}.relu`,
  teacher: `block${i}.relu`,
}));
const [, middle] = ends as [LayerPair, LayerPair, LayerPair];
const features: LayerPair = { student: 'pool', teacher: 'pool' };
const labels = { kind: 'cross-entropy', weight: 1 } as const;
const softened = [
  { kind: 'cross-entropy', weight: 0.1 },
  { kind: 'soft-targets', weight: 0.9, temperature: 4 },
] as const;
const attention = ends.map(
  (layers) => ({ kind: 'attention', weight: 1000, layers, convention: 'mean-square' }) as const,
);

const relations = [
  { kind: 'relational-distance', weight: 25, layers: features },
  { kind: 'relational-angle', weight: 50, layers: features },
] as const;

/** The methods of the table with their usual weights (RepDistiller's where it has one); the first learns from labels alone. */
export const methods: readonly Method[] = [
  oneStage('alone', [labels]),
  oneStage('KD', softened),
  {
    name: 'FitNets (2 stages)',
    stages: (epochs, optimizer) =>
      fitNetsStages({
        ...{ layers: middle, activation: 'relu', optimizer },
        hintOptimizer: { kind: 'adam', learningRate: 1e-3 },
        hintEpochs: Math.max(1, Math.round(epochs / 4)),
        distillationEpochs: epochs,
      }),
  },
  oneStage('FitNets (1 stage)', [
    labels,
    { kind: 'hint', weight: 100, layers: middle, activation: 'identity', normalization: 'mean' },
  ]),
  oneStage('AT', [labels, ...attention]),
  oneStage('RKD', [labels, ...relations]),
  oneStage('KD + RKD', [...softened, ...relations]),
];

function oneStage(name: MethodName, terms: Terms): Method {
  return {
    name,
    stages: (epochs, optimizer) => [{ name: 'distil', epochs, optimizer, terms }],
  };
}
