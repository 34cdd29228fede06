import type { Parameters, Tensor } from '@polymath/tensor';

/** A loss over items that is to be made small. */
export interface Problem {
  /** What changes; those that are not trainable are saved too. */
  parameters: Parameters;
  /** Number of items, at least 1. */
  count: number;
  /**
   * The mean loss over the items at some places, or over all of them.
   * @returns scalar
   */
  loss(places?: Int32Array): Tensor;
}

/** How a {@link Problem} is solved. */
export type Minimizer = LbfgsMinimizer | AdamMinimizer;

/** L-BFGS on all items at once. */
export interface LbfgsMinimizer {
  kind: 'lbfgs';
  /** Iterations at most, >= 1; fewer when no step lowers the loss any more. */
  iterations: number;
  /** Steps that are remembered, >= 1. */
  history: number;
}

/** Adam on batches; the learning rate falls along half a cosine. */
export interface AdamMinimizer {
  kind: 'adam';
  /** >= 1 */
  steps: number;
  /** Items a batch, >= 1. */
  batchSize: number;
  /** At the first step, > 0. */
  learningRate: number;
  /** At the last step, > 0. */
  lastLearningRate: number;
}

/** 150 iterations that remember 20 steps: filters still gain from the 50th to the 150th. */
export const lbfgsDefaults: LbfgsMinimizer = { kind: 'lbfgs', iterations: 150, history: 20 };

/** 600 steps on batches of 1,000, learning rate 0.01 to 0.0001. */
export const adamDefaults: AdamMinimizer = {
  kind: 'adam',
  steps: 600,
  batchSize: 1000,
  learningRate: 0.01,
  lastLearningRate: 1e-4,
};
