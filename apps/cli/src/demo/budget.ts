import { formatCount } from '../output/format.js';

/** How much the demo computes. */
export interface DemoBudget {
  /** Images the teacher learns from; the 5,000 after the 55,000th choose its epoch and the ranks. */
  readonly trainingImages: number;
  readonly validationImages: number;
  readonly testImages: number;
  /** Passes of the teacher, batches of 64. */
  readonly epochs: number;
  /** Of the teacher's Adam. */
  readonly trainingRate: number;
  /** The last one, where there are two or more, judges students and teaches none. */
  readonly generators: number;
  readonly generatorEpochs: number;
  readonly batchesPerEpoch: number;
  /** Images a generator learns from at once. */
  readonly generatorBatch: number;
  /** Inputs a student sees in a pass, from whatever source; the generators share them. */
  readonly samples: number;
  /** Most passes of a student, Adam, batches of 64. */
  readonly fineTuningEpochs: number;
  readonly fineTuningRate: number;
  /** Of the student that learns from blends of generated images: they bear larger steps, and want them. */
  readonly blendedRate: number;
  /** A student stops after so many epochs without a better one. */
  readonly patience: number;
}

/** A few minutes on two cores. */
export const fullBudget: DemoBudget = {
  trainingImages: 55_000,
  validationImages: 5000,
  testImages: 10_000,
  epochs: 3,
  trainingRate: 1e-3,
  generators: 4,
  generatorEpochs: 6,
  batchesPerEpoch: 100,
  generatorBatch: 256,
  samples: 12_800,
  fineTuningEpochs: 12,
  fineTuningRate: 1e-5,
  blendedRate: 1e-3,
  patience: 3,
};

/** Well under a minute: shows that all parts work, not how well. */
export const quickBudget: DemoBudget = {
  trainingImages: 6400,
  validationImages: 1000,
  testImages: 1000,
  epochs: 1,
  trainingRate: 1e-3,
  generators: 1,
  generatorEpochs: 2,
  batchesPerEpoch: 15,
  generatorBatch: 64,
  samples: 640,
  fineTuningEpochs: 2,
  fineTuningRate: 1e-4,
  blendedRate: 1e-3,
  patience: 0,
};

/** The budget in words, a line for each kind of job. */
export function describeBudget(budget: DemoBudget): string {
  const { trainingImages, epochs, trainingRate, generators, generatorEpochs, batchesPerEpoch } =
    budget;
  const { generatorBatch, samples, fineTuningEpochs, fineTuningRate, blendedRate, patience } =
    budget;
  const stop = patience > 0 ? `, or ${patience} without a better one` : '';
  return [
    `  teacher     LeNet-5, ${formatCount(trainingImages)} images, ${times(epochs, 'epoch')}; Adam ${trainingRate}`,
    `  generators  ${generators}, each ${times(generatorEpochs, 'epoch')} of ${batchesPerEpoch} batches of ${generatorBatch}`,
    `  students    ${formatCount(samples)} inputs, ${times(fineTuningEpochs, 'epoch')}${stop}; Adam ${fineTuningRate}, blended ${blendedRate}`,
  ].join('\n');
}

function times(count: number, name: string): string {
  return count === 1 ? `1 ${name}` : `${count} ${name}s`;
}
