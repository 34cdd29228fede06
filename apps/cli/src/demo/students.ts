import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  Noise_Distribution,
  type FineTuning,
} from '@polymath/contracts/polymath/compression/v1/compression';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { blendedName, kegNetName } from './report.js';
import type { DemoBudget } from './budget.js';

/** One row of the demo's table: a student and what it is fine-tuned on. */
export interface StudentPlan {
  readonly name: string;
  readonly source?: FineTuning['source'];
  /** Learns from what lies between two generated images each. */
  readonly blended?: boolean;
}

/** The students that are compared. */
export function studentPlans(generators: Artifact, realImages: LabelledImages): StudentPlan[] {
  const noise = (distribution: Noise_Distribution): FineTuning['source'] => ({
    $case: 'noise',
    value: { distribution },
  });
  const generated = { $case: 'generators' as const, value: { artifact: generators } };
  return [
    { name: 'Tucker only' },
    { name: '+ uniform noise', source: noise(Noise_Distribution.DISTRIBUTION_UNIFORM) },
    { name: '+ Gaussian noise', source: noise(Noise_Distribution.DISTRIBUTION_GAUSSIAN) },
    { name: kegNetName, source: generated },
    { name: blendedName, source: generated, blended: true },
    { name: '+ real images', source: { $case: 'images', value: realImages } },
  ];
}

/**
 * How a student is fine-tuned: every source gets the same number of inputs, epochs and steps. The epoch is chosen without
 * data, by the divergence from the teacher on held-out inputs: for noise, blends of generated images; for generators, moved images of
 * the last of them, which teaches nothing; for real images, their last tenth. Blends of all generators teach until the end, at a
 * learning rate of their own.
 */
export function fineTuningOf(
  { source, blended = false }: StudentPlan,
  generators: Artifact,
  budget: DemoBudget,
): FineTuning {
  const isGenerated = source?.$case === 'generators';
  const teaching = blended ? budget.generators : Math.max(budget.generators - 1, 1);
  return {
    // Samples are counted for each generator.
    samples: isGenerated ? Math.floor(budget.samples / teaching) : budget.samples,
    epochs: budget.fineTuningEpochs,
    batchSize: 64,
    learningRate: blended ? budget.blendedRate : budget.fineTuningRate,
    patience: blended ? 0 : budget.patience,
    source,
    validation: undefined,
    validationTable: undefined,
    heldOut: source?.$case === 'noise' ? { artifact: generators } : undefined,
    keepOrder: false,
    blended,
  };
}
