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
  /**
   * Of the first stage; the same unless given. Its loss is a sum over all features, so its gradients are large: Adam bears that,
   * as the paper's RMSProp does, SGD at its usual rate does not.
   */
  hintOptimizer?: OptimizerConfig;
  /** 3 unless given. */
  temperature?: number;
  /** λ of the paper, the weight of the cross-entropy with soft targets; falls from 4 to 0 unless given. */
  weight?: { from: number; to: number };
}

/**
 * The two stages of FitNets (Romero et al. 2015, algorithm 1): first the student up to its guided layer learns the hint, then the
 * whole student learns labels and soft targets.
 */
export function fitNetsStages(config: FitNetsConfig): Stage[] {
  const { layers, activation, optimizer, temperature = 3 } = config;
  const { hintOptimizer = optimizer, weight = { from: 4, to: 0 } } = config;
  // The paper's soft cross-entropy has no factor T², which the term of soft targets has.
  const scaled = { from: weight.from / temperature ** 2, to: weight.to / temperature ** 2 };
  const hint = { kind: 'hint', weight: 1, layers, activation, normalization: 'half-sum' } as const;
  return [
    { name: 'hints', epochs: config.hintEpochs, optimizer: hintOptimizer, terms: [hint] },
    {
      name: 'distil',
      epochs: config.distillationEpochs,
      optimizer,
      terms: [
        { kind: 'cross-entropy', weight: 1 },
        { kind: 'soft-targets', weight: scaled, temperature },
      ],
    },
  ];
}
