import type { FieldViolation } from '@polymath/errors';
import type { Training } from '@polymath/tensor';
import { badCounts, badPositives, refuse } from '../checks.js';
import { minimizeByAdam } from './by-adam.js';
import { minimizeByLbfgs } from './by-lbfgs.js';
import type { Minimizer, Problem } from './problem.js';

/** What a minimization is called in reports, and the seed of its batches. */
export interface MinimizationOptions {
  phase: string;
  seed: number;
}

/** Everything that is wrong with a minimizer's settings. */
export function badMinimizer(minimizer: Minimizer): FieldViolation[] {
  if (minimizer.kind === 'lbfgs') {
    const { iterations, history } = minimizer;
    return badCounts({ iterations, history });
  }
  const { steps, batchSize, learningRate, lastLearningRate } = minimizer;
  return [...badCounts({ steps, batchSize }), ...badPositives({ learningRate, lastLearningRate })];
}

/**
 * Makes a loss small; metrics `loss`, and with L-BFGS `gradientSize` and `evaluations`. The parameters belong to the caller.
 * @throws invalid-input that names every bad setting
 */
export function minimize(
  problem: Problem,
  minimizer: Minimizer,
  options: MinimizationOptions,
): Training {
  refuse(badMinimizer(minimizer), badCounts({ 'number of items': problem.count }));
  return minimizer.kind === 'lbfgs'
    ? minimizeByLbfgs(problem, minimizer, options)
    : minimizeByAdam(problem, minimizer, options);
}
