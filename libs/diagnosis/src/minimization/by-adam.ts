import { Batches } from '@polymath/datasets';
import {
  adam,
  countsIn,
  gradients,
  loadParts,
  numberOf,
  randomStream,
  saveableParameters,
  saveParts,
  tidy,
  type Report,
  type Snapshot,
  type Training,
} from '@polymath/tensor';
import type { MinimizationOptions } from './minimize.js';
import type { AdamMinimizer, Problem } from './problem.js';

/** Adam on random batches, each epoch in a new order. */
export function minimizeByAdam(
  problem: Problem,
  { steps, batchSize, learningRate, lastLearningRate }: AdamMinimizer,
  { phase, seed }: MinimizationOptions,
): Training {
  const { parameters, count } = problem;
  const optimizer = adam(parameters, { learningRate });
  const random = randomStream(seed, `${phase}/order`);
  const batches = new Batches({ count, batchSize: Math.min(batchSize, count), random });
  const parts = { parameters: saveableParameters(parameters), optimizer, batches };
  let step = 0;

  const advance = (): number =>
    tidy(() => {
      optimizer.learningRate = cosine(
        learningRate,
        lastLearningRate,
        step / Math.max(1, steps - 1),
      );
      const loss = problem.loss(batches.next());
      optimizer.apply(gradients(loss, parameters));
      return numberOf(loss);
    });

  async function* run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    while (step < steps) {
      signal?.throwIfAborted();
      const loss = advance();
      step++;
      yield { phase, step, steps, metrics: { loss } };
    }
  }

  return {
    run,
    save: () => saveParts(parts, { step }),
    load: (snapshot: Snapshot) => {
      ({ step } = countsIn(loadParts(parts, snapshot), ['step']));
    },
    dispose: () => {
      optimizer.dispose();
    },
  };
}

/** From `first` to `last` along half a cosine, `share` from 0 to 1. */
const cosine = (first: number, last: number, share: number) =>
  last + ((first - last) * (1 + Math.cos(Math.PI * share))) / 2;
