import type { OptimizerConfig } from '../classifier/optimizer.js';
import type { RegressorShape } from '../hints/regressor.js';
import type { LayerPair, Stage } from './config.js';

/** Settings of {@link fitNetsStages}. */
export interface FitNetsConfig {
  /** The student's guided layer and the teacher's hint layer. */
  layers: LayerPair;
  /** Of the hint layer. */
  activation: RegressorShape['activation'];
  hintEpochs: number;
  distillationEpochs: number;
  optimizer: OptimizerConfig;
  /** 3 unless given. */
  temperature?: number;
  /** Of the soft targets; falls from 4 to 0 unless given. */
  weight?: { from: number; to: number };
}

/**
 * The two stages of FitNets (Romero et al. 2015, algorithm 1): first the student up to its guided layer learns the hint, then the
 * whole student learns labels and soft targets.
 */
export function fitNetsStages(config: FitNetsConfig): Stage[] {
  const { layers, activation, optimizer, temperature = 3, weight = { from: 4, to: 0 } } = config;
  const hint = { kind: 'hint', weight: 1, layers, activation, normalization: 'half-sum' } as const;
  return [
    { name: 'hints', epochs: config.hintEpochs, optimizer, terms: [hint] },
    {
      name: 'distil',
      epochs: config.distillationEpochs,
      optimizer,
      terms: [
        { kind: 'cross-entropy', weight: 1 },
        { kind: 'soft-targets', weight, temperature },
      ],
    },
  ];
}
