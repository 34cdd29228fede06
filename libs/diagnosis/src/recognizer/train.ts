import {
  dispose,
  floatsOf,
  keep,
  Parameter,
  tensor,
  gather,
  type Snapshot,
  type Tensor,
  type Training,
} from '@polymath/tensor';
import { badWeights, refuse } from '../checks.js';
import { badMinimizer, minimize, type Minimizer } from '../minimization/index.js';
import type { Rows } from '../preprocessing/index.js';
import { recognizerObjective } from './losses.js';

/** Settings of {@link trainRecognizer}. */
export interface RecognizerConfig {
  /** λ of the squared weights, at least 0. */
  weightDecay: number;
  minimizer: Minimizer;
}

/** λ = 10⁻⁴, 200 iterations of L-BFGS. */
export const recognizerDefaults: RecognizerConfig = {
  weightDecay: 1e-4,
  minimizer: { kind: 'lbfgs', iterations: 200, history: 10 },
};

/** What a recogniser has learned. */
export interface Recognizer {
  /** Θ, [features · classes] */
  weight: Float32Array;
  /** [classes] */
  bias: Float32Array;
}

/** A training that ends in a recogniser. */
export interface RecognizerTraining extends Training {
  recognizer(): Recognizer;
  /** Sets what is learned from; `run` needs it, `save` and `load` do not. */
  begin(features: Rows, labels: Int32Array): void;
}

/** Everything that is wrong with settings. */
export const badRecognizerConfig = ({ weightDecay, minimizer }: RecognizerConfig) => [
  ...badWeights({ weightDecay }),
  ...badMinimizer(minimizer),
];

/**
 * Soft-max regression on standardised features, from zeros.
 * @throws invalid-input that names every bad setting
 */
export function trainRecognizer(
  { weightDecay, minimizer }: RecognizerConfig,
  sizes: { windows: number; features: number; classes: number },
  seed: number,
): RecognizerTraining {
  refuse(badRecognizerConfig({ weightDecay, minimizer }));
  const { features, classes, windows } = sizes;
  const weight = new Parameter(new Float32Array(features * classes), [features, classes]);
  const bias = new Parameter(new Float32Array(classes), [classes]);
  let data: { features: Tensor; labels: Tensor } | undefined;
  const some = (all: Tensor, places: Int32Array | undefined) =>
    places ? gather(all, tensor(places)) : all;
  const problem = {
    parameters: new Map([
      ['weight', weight],
      ['bias', bias],
    ]),
    count: windows,
    loss: (places?: Int32Array) => {
      const chosen = { features: some(data!.features, places), labels: some(data!.labels, places) };
      return recognizerObjective({ weight, bias }, chosen, weightDecay);
    },
  };
  const training = minimize(problem, minimizer, { phase: 'recognizer', seed });
  return {
    run: (signal?: AbortSignal) => training.run(signal),
    save: () => training.save(),
    load: (snapshot: Snapshot) => {
      training.load(snapshot);
    },
    begin: ({ count, length, values }, labels) => {
      dispose(data);
      data = { features: keep(tensor(values, [count, length])), labels: keep(tensor(labels)) };
    },
    recognizer: () => ({ weight: floatsOf(weight), bias: floatsOf(bias) }),
    dispose: () => {
      training.dispose();
      dispose([weight, bias]);
      dispose(data);
    },
  };
}
