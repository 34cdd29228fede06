import type { FieldViolation } from '@polymath/errors';
import {
  dispose,
  floatsOf,
  gather,
  keep,
  Parameter,
  tensor,
  type Snapshot,
  type Training,
} from '@polymath/tensor';
import { badCounts, badUnless, badWeights, refuse } from '../checks.js';
import { badMinimizer, lbfgsDefaults, minimize, type Minimizer } from '../minimization/index.js';
import type { Segments } from '../preprocessing/index.js';
import { orthonormalFilters, type Filters } from './filters.js';
import {
  linearObjective,
  rectifiedObjective,
  type NsaeObjective,
  type NsaeWeights,
} from './losses.js';

/** Settings of {@link trainNsae}. */
export interface NsaeConfig extends NsaeWeights {
  objective: NsaeObjective;
  /** Filters, >= 1. */
  outputs: number;
  minimizer: Minimizer;
  seed: number;
}

/** Objective A with λ = 0.25, 100 filters, 150 iterations of L-BFGS. */
export const nsaeDefaults: NsaeConfig = {
  objective: 'A',
  sparsity: 0.25,
  orthonormality: 1,
  outputs: 100,
  minimizer: lbfgsDefaults,
  seed: 1,
};

/** A training that ends in filters. */
export interface FilterTraining extends Training {
  /** The filters as they are now. */
  filters(): Filters;
}

/** Everything that is wrong with settings. */
export function badNsaeConfig(config: NsaeConfig): FieldViolation[] {
  const { objective, sparsity, orthonormality, outputs, minimizer } = config;
  return [
    ...badUnless(['A', 'B'].includes(objective), 'objective', `must be A or B, got ${objective}`),
    ...badCounts({ outputs }),
    ...badWeights({ sparsity, orthonormality }),
    ...badMinimizer(minimizer),
  ];
}

/**
 * Learns filters from segments without labels, from random orthonormal ones.
 * @param segments preprocessed
 * @throws invalid-input that names every bad setting
 */
export function trainNsae(config: NsaeConfig, segments: Segments): FilterTraining {
  refuse(badNsaeConfig(config));
  const { outputs, seed } = config;
  const { count, length: inputs } = segments;
  const start = orthonormalFilters(outputs, inputs, seed);
  const filters = new Parameter(start.values, [outputs, inputs]);
  const rows = keep(tensor(segments.values, [count, inputs]));
  const objective = config.objective === 'A' ? linearObjective : rectifiedObjective;
  const problem = {
    parameters: new Map([['filters', filters]]),
    count,
    loss: (places?: Int32Array) =>
      objective(filters, places ? gather(rows, tensor(places)) : rows, config),
  };
  const training = minimize(problem, config.minimizer, { phase: 'filters', seed });
  return {
    run: (signal?: AbortSignal) => training.run(signal),
    save: () => training.save(),
    load: (snapshot: Snapshot) => {
      training.load(snapshot);
    },
    filters: () => ({ outputs, inputs, values: floatsOf(filters) }),
    dispose: () => {
      training.dispose();
      dispose([filters, rows]);
    },
  };
}
