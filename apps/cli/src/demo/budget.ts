/** How much the demo computes. */
export interface DemoBudget {
  /** Images the teacher learns from; the 5,000 after the 55,000th choose its epoch and the ranks. */
  readonly trainingImages: number;
  readonly validationImages: number;
  readonly testImages: number;
  /** Passes of the teacher, Adam 1e-3, batches of 64. */
  readonly epochs: number;
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
  /** A student stops after so many epochs without a better one. */
  readonly patience: number;
}

/** A few minutes on two cores. */
export const fullBudget: DemoBudget = {
  trainingImages: 55_000,
  validationImages: 5000,
  testImages: 10_000,
  epochs: 2,
  generators: 2,
  generatorEpochs: 10,
  batchesPerEpoch: 100,
  generatorBatch: 256,
  samples: 12_800,
  fineTuningEpochs: 20,
  fineTuningRate: 1e-5,
  patience: 5,
};

/** Well under a minute: shows that all parts work, not how well. */
export const quickBudget: DemoBudget = {
  trainingImages: 6400,
  validationImages: 1000,
  testImages: 1000,
  epochs: 1,
  generators: 1,
  generatorEpochs: 2,
  batchesPerEpoch: 15,
  generatorBatch: 64,
  samples: 640,
  fineTuningEpochs: 2,
  fineTuningRate: 1e-4,
  patience: 0,
};

/** The budget in words. */
export function describeBudget(budget: DemoBudget): string {
  const { epochs, generators, generatorEpochs, batchesPerEpoch, generatorBatch } = budget;
  const { samples, fineTuningEpochs, fineTuningRate, patience } = budget;
  const stop = patience > 0 ? `, stopped after ${patience} without a better one` : '';
  return [
    `teacher: LeNet-5, ${budget.trainingImages} images, ${epochs} epochs`,
    `generators: ${generators}, each ${generatorEpochs} epochs of ${batchesPerEpoch} batches of ${generatorBatch}`,
    `each student: ${samples} inputs, at most ${fineTuningEpochs} epochs, Adam ${fineTuningRate}${stop}`,
  ].join('\n');
}
