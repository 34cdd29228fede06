import { blendedLearningRate } from '@polymath/compression';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  FineTuning,
  Noise_Distribution,
} from '@polymath/contracts/polymath/compression/v1/compression';
import type { LayerDecomposition } from '@polymath/contracts/polymath/compression/v1/plan';
import type { RowName } from './published.js';

const evbmf = (layer: string): LayerDecomposition => ({
  layer,
  ranks: { $case: 'evbmf', value: { weakening: 0 } },
});

/** The published students 1 to 3: conv3 by EVBMF; conv2 too; conv3 with fixed ranks instead. */
export const students: readonly (readonly LayerDecomposition[])[] = [
  [evbmf('conv3')],
  [evbmf('conv2'), evbmf('conv3')],
  [
    evbmf('conv2'),
    { layer: 'conv3', ranks: { $case: 'fixed', value: { input: 5, output: 8, twoSided: false } } },
  ],
];

/** What a row's students learn from, and how long. */
export interface FineTuningBudget {
  generators: Artifact;
  epochs: number;
  patience: number;
}

const samples = 6400;
const learningRate = 1e-5;

/**
 * How a row's students are fine-tuned: 6,400 inputs of noise, or of each generator, as published; Adam 1e-5. The epoch is
 * chosen by the divergence from the teacher on held-out inputs: uniform noise for KegNet, generated ones for noise. Blends teach
 * for all epochs, at a rate of their own.
 */
export function fineTuningOf(row: RowName, budget: FineTuningBudget): FineTuning | undefined {
  const { epochs, patience } = budget;
  const generators = { artifact: budget.generators };
  const common = { samples, epochs, patience, learningRate };
  const noise = (distribution: Noise_Distribution) =>
    FineTuning.fromPartial({
      ...common,
      source: { $case: 'noise', value: { distribution } },
      heldOut: generators,
    });
  switch (row) {
    case 'Tucker only':
      return undefined;
    case '+ uniform noise':
      return noise(Noise_Distribution.DISTRIBUTION_UNIFORM);
    case '+ Gaussian noise':
      return noise(Noise_Distribution.DISTRIBUTION_GAUSSIAN);
    case '+ KegNet':
      return FineTuning.fromPartial({
        ...common,
        source: { $case: 'generators', value: generators },
      });
    case '+ KegNet, blended':
      return FineTuning.fromPartial({
        ...{ samples, epochs, learningRate: blendedLearningRate, blended: true },
        source: { $case: 'generators', value: generators },
      });
  }
}
