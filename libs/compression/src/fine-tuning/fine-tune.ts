import { Batches } from '@polymath/datasets';
import {
  adam,
  countsIn,
  forward,
  gather,
  gradients,
  loadParts,
  numberOf,
  randomStream,
  saveableParameters,
  saveParts,
  softCrossEntropy,
  dispose,
  tensor,
  tidy,
  type Network,
  type Report,
  type Snapshot,
  type Tensor,
  type Training,
} from '@polymath/tensor';
import { BestParameters } from '../classifier/best-parameters.js';
import { accuracyOf } from '../classifier/evaluate.js';
import type { InputSource, LabelledSource } from '../classifier/input-source.js';
import { checkCounts } from '../classifier/settings.js';
import type { FineTuningConfig } from './config.js';
import { divergenceOn } from './divergence.js';
import { SoftLabels } from './soft-labels.js';

/** What a student learns from. */
export interface FineTuningData {
  teacher: Network;
  /** Changed in place. */
  student: Network;
  inputs: InputSource;
  /** Judges each epoch by the student's divergence from the teacher; of another kind than `inputs`. */
  heldOut?: InputSource | undefined;
  /** Judges each epoch by accuracy on real data instead. */
  validation?: LabelledSource | undefined;
}

/** A training that ends in a better student. */
export interface FineTuning extends Training {
  /** The epoch whose weights the student has at the end, from 1; 0: those it came with. Undefined: the last, unjudged. */
  readonly bestEpoch: number | undefined;
}

/**
 * Teaches a student to agree with its teacher (Yoo et al. 2019, section 3.4): labels the inputs once with the teacher's
 * probabilities p, then lowers the mean of KL(p ‖ softmax(student)) by Adam. The student ends with the weights of the best
 * epoch, in which the untrained student takes part; its score comes with the last report of the labelling.
 * @throws invalid-input when a setting is out of its range
 */
export function fineTune(config: FineTuningConfig, data: FineTuningData): FineTuning {
  const { epochs, batchSize, seed } = config;
  const { teacher, student, inputs } = data;
  checkCounts({ epochs, batchSize, 'number of inputs': inputs.count });
  checkCounts({ patience: config.patience }, 0);
  const optimizer = adam(student.parameters, { learningRate: config.learningRate });
  const best = new BestParameters(student.parameters);
  const batches = new Batches({
    ...{ count: inputs.count, batchSize },
    ...(config.keepOrder ? {} : { random: randomStream(seed, 'order') }),
  });
  const steps = epochs * batches.batchesPerEpoch;
  const softLabels = new SoftLabels(inputs, teacher);
  const parts = {
    student: saveableParameters(student.parameters),
    ...{ optimizer, best, batches, softLabels },
  };
  const mode = config.updateStatistics ? 'training' : 'inference';
  const random = randomStream(seed, 'dropout');
  let step = 0;
  let labels: Tensor | undefined;

  const trainOn = (places: Int32Array): number =>
    tidy(() => {
      const targets = gather(labels as Tensor, tensor(places)); // [batch, classes]
      const dropout = random.child(`step-${step}`);
      const logits = forward(student, inputs.batch(places), { mode, dropout });
      const loss = softCrossEntropy(logits, targets); // the divergence up to a constant
      optimizer.apply(gradients(loss, student.parameters));
      return numberOf(loss);
    });

  const judge = (epoch: number): Record<string, number> => {
    if (data.validation) {
      const validationAccuracy = accuracyOf(student, data.validation);
      best.offer(validationAccuracy, epoch);
      return { validationAccuracy };
    }
    if (!data.heldOut) return {};
    const heldOutDivergence = divergenceOn(data.heldOut, teacher, student);
    best.offer(-heldOutDivergence, epoch);
    return { heldOutDivergence };
  };

  const isOver = () =>
    config.patience > 0 && batches.epoch - (best.epoch ?? batches.epoch) >= config.patience;

  async function* run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    while (softLabels.done < softLabels.steps) {
      signal?.throwIfAborted();
      softLabels.next();
      const { done, steps: batchesToLabel } = softLabels;
      const metrics = done === batchesToLabel ? judge(0) : {};
      yield { phase: 'label', step: done, steps: batchesToLabel, metrics };
    }
    dispose(labels);
    labels = softLabels.all();
    while (step < steps && !isOver()) {
      signal?.throwIfAborted();
      const loss = trainOn(batches.next());
      step++;
      const metrics = { loss, ...(batches.index === 0 ? judge(batches.epoch) : {}) };
      yield { phase: 'fine-tune', step, steps, metrics };
    }
    best.restore();
  }

  return {
    get bestEpoch() {
      return best.epoch;
    },
    run,
    save: () => saveParts(parts, { step }),
    load: (snapshot: Snapshot) => {
      ({ step } = countsIn(loadParts(parts, snapshot), ['step']));
    },
    dispose: () => {
      optimizer.dispose();
      dispose(labels);
    },
  };
}
