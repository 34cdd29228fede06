import { Batches } from '@polymath/datasets';
import {
  adam,
  countsIn,
  createNetwork,
  disposeNetwork,
  forward,
  gradients,
  loadParts,
  numberOf,
  outputShape,
  randomStream,
  saveableParameters,
  saveParts,
  softmaxCrossEntropy,
  tensor,
  tidy,
  type Graph,
  type Network,
  type Report,
  type Snapshot,
  type Training,
} from '@polymath/tensor';
import { BestParameters } from './best-parameters.js';
import { accuracyOf } from './evaluate.js';
import type { LabelledSource } from './input-source.js';
import { checkCounts, checkLabels, checkPositive } from './settings.js';

/** Settings of {@link trainClassifier}. */
export interface ClassifierConfig {
  graph: Graph;
  /** Passes over the training data, >= 1. */
  epochs: number;
  /** >= 1; 64 in KegNet. */
  batchSize: number;
  /** Of Adam, > 0. */
  learningRate: number;
  seed: number;
}

/** What a classifier is trained and chosen on. */
export interface ClassifierData {
  training: LabelledSource;
  /** If given, the epoch with the highest accuracy on it is kept; else the last. */
  validation?: LabelledSource | undefined;
}

/** A training that ends in a classifier. */
export interface ClassifierTraining extends Training {
  /** The result. At the end of `run` that of the best epoch if there are validation data, else of the last. */
  readonly classifier: Network;
}

/**
 * Trains a classifier by Adam on the cross-entropy of its logits; each epoch in a new random order.
 * @throws invalid-input when a setting is out of its range, or labels and inputs or classes do not fit
 */
export function trainClassifier(
  config: ClassifierConfig,
  data: ClassifierData,
): ClassifierTraining {
  const { epochs, batchSize, seed } = config;
  const { training, validation } = data;
  checkConfig(config, data);
  const classifier = createNetwork(config.graph, randomStream(seed, 'weights'));
  const optimizer = adam(classifier.parameters, { learningRate: config.learningRate });
  const best = new BestParameters(classifier.parameters);
  const batches = new Batches({
    ...{ count: training.count, batchSize },
    random: randomStream(seed, 'order'),
  });
  const steps = epochs * batches.batchesPerEpoch;
  const parts = { classifier: saveableParameters(classifier.parameters), optimizer, best, batches };
  const random = randomStream(seed, 'dropout');
  let step = 0;

  const trainOn = (places: Int32Array): number =>
    tidy(() => {
      const dropout = random.child(`step-${step}`);
      const logits = forward(classifier, training.batch(places), { mode: 'training', dropout });
      const labels = tensor(places.map((place) => training.labels[place] as number));
      const loss = softmaxCrossEntropy(logits, labels);
      optimizer.apply(gradients(loss, classifier.parameters));
      return numberOf(loss);
    });

  async function* run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    while (step < steps) {
      signal?.throwIfAborted();
      const metrics: Record<string, number> = { loss: trainOn(batches.next()) };
      step++;
      if (batches.index === 0 && validation) {
        metrics['validationAccuracy'] = accuracyOf(classifier, validation);
        best.offer(metrics['validationAccuracy'], batches.epoch);
      }
      yield { phase: 'train', step, steps, metrics };
    }
    best.restore();
  }

  return {
    classifier,
    run,
    save: () => saveParts(parts, { step }),
    load: (snapshot: Snapshot) => {
      ({ step } = countsIn(loadParts(parts, snapshot), ['step']));
    },
    dispose: () => {
      optimizer.dispose();
      disposeNetwork(classifier);
    },
  };
}

function checkConfig(config: ClassifierConfig, { training, validation }: ClassifierData): void {
  const { graph, epochs, batchSize, learningRate } = config;
  checkCounts({ epochs, batchSize, 'number of training inputs': training.count });
  checkPositive({ learningRate });
  const [classes = 0] = outputShape(graph);
  checkLabels(training, classes);
  if (!validation) return;
  checkCounts({ 'number of validation inputs': validation.count });
  checkLabels(validation, classes);
}
