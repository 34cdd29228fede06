import { orDefault } from '@polymath/area/inputs';
import type { JobReport } from '@polymath/area/report';
import type { LabelledSource } from '@polymath/compression';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { architectureToJSON } from '@polymath/contracts/polymath/compression/v1/network';
import { countParameters, type Network } from '@polymath/tensor';
import { confusionSection } from './confusion-section.js';
import { countText, percent } from './percent.js';

/** Settings of a request with their defaults. */
export const trainingDefaults = (spec: TrainClassifierRequest) => ({
  epochs: spec.epochs,
  batchSize: orDefault(spec.batchSize, 64),
  learningRate: orDefault(spec.learningRate, 1e-3),
  seed: Number(spec.seed),
});

/** What a trained classifier is worth. */
export function trainClassifierReport(
  spec: TrainClassifierRequest,
  classifier: Network,
  sources: { training: LabelledSource; validation: LabelledSource | undefined; accuracy: number },
): JobReport {
  const { training, validation, accuracy } = sources;
  const name = architectureToJSON(spec.architecture).replace('ARCHITECTURE_', '').replaceAll('_', '-').toLowerCase(); // prettier-ignore
  const size = `with ${countText(countParameters(classifier))} parameters`;
  const learned = `${countText(training.count)} examples`;
  return {
    title: 'A trained classifier',
    sentence: validation
      ? `The ${name} ${size} puts ${percent(accuracy)} of ${countText(validation.count)} held-out examples into their class, after learning from ${learned}.`
      : `The ${name} ${size} learned from ${learned}; nothing was held out to judge it by.`,
    settings: { ...(TrainClassifierRequest.toJSON(spec) as object), ...trainingDefaults(spec) },
    counts: { 'training examples': training.count, ...(validation && { 'validation examples': validation.count }) },
    sections: validation ? [confusionSection(classifier, validation, 'validation examples, which chose the epoch')] : [],
  }; // prettier-ignore
}
