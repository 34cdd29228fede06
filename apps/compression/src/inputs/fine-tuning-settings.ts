import { orDefault } from '@polymath/area/inputs';
import { blendedLearningRate, fineTuningDefaults } from '@polymath/compression';
import type { FineTuning } from '@polymath/contracts/polymath/compression/v1/compression';

/** What a request leaves out of a fine-tuning's numbers. */
export function fineTuningSettings({
  samples,
  epochs,
  batchSize,
  learningRate,
  blended,
}: FineTuning) {
  const usualRate = blended ? blendedLearningRate : fineTuningDefaults.learningRate;
  return {
    samples: orDefault(samples, 6400),
    epochs: orDefault(epochs, fineTuningDefaults.epochs),
    batchSize: orDefault(batchSize, fineTuningDefaults.batchSize),
    learningRate: orDefault(learningRate, usualRate),
  };
}
