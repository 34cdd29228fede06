import type { FieldViolation } from '@polymath/errors';
import {
  add,
  detach,
  dispose,
  floatsOf,
  gather,
  keep,
  mean,
  mul,
  Parameter,
  randomStream,
  sub,
  tensor,
  tidy,
  type Snapshot,
  type Tensor,
} from '@polymath/tensor';
import { badCounts, badShares, badWeights, refuse } from '../checks.js';
import { badMinimizer, lbfgsDefaults, minimize, type Minimizer } from '../minimization/index.js';
import type { FilterTraining } from '../nsae/index.js';
import type { Segments } from '../preprocessing/index.js';
import { saeActivations, saeObjective, type SaeParameters, type SaeWeights } from './losses.js';

/** Settings of {@link trainSae}. */
export interface SaeConfig extends SaeWeights {
  /** Hidden units, >= 1. */
  outputs: number;
  minimizer: Minimizer;
  seed: number;
}

/** ρ = 0.05, β = 3, λ = 10⁻⁴, 100 units. */
export const saeDefaults: SaeConfig = {
  weightDecay: 1e-4,
  sparsity: 3,
  activity: 0.05,
  outputs: 100,
  minimizer: lbfgsDefaults,
  seed: 1,
};

/** Everything that is wrong with settings. */
export function badSaeConfig(config: SaeConfig): FieldViolation[] {
  const { weightDecay, sparsity, activity, outputs, minimizer } = config;
  return [
    ...badCounts({ outputs }),
    ...badWeights({ weightDecay, sparsity }),
    ...badShares({ activity }),
    ...badMinimizer(minimizer),
  ];
}

/** Share of the old in a running mean of activities. */
const momentum = 0.9;

/**
 * Learns the traditional sparse autoencoder; its filters are the rows of W1, with their biases. With batches, the mean activity is a running mean: that
 * of a batch alone would drive units to be dead or constant.
 * @throws invalid-input that names every bad setting
 */
export function trainSae(config: SaeConfig, segments: Segments): FilterTraining {
  refuse(badSaeConfig(config));
  const { outputs, seed } = config;
  const { count, length: inputs } = segments;
  const parameters = startingParameters(outputs, inputs, seed);
  const running = new Parameter(new Float32Array(outputs).fill(config.activity), [outputs], {
    trainable: false,
  });
  const rows = keep(tensor(segments.values, [count, inputs]));
  const lossOf = (batch: Tensor, meansOf: (activations: Tensor) => Tensor) => {
    const activations = saeActivations(parameters, batch);
    const means = meansOf(activations);
    return saeObjective(parameters, { segments: batch, activations, means }, config);
  };
  const problem = {
    parameters: new Map([...Object.entries(parameters), ['activity', running]]),
    count,
    loss: (places?: Int32Array) =>
      places
        ? lossOf(gather(rows, tensor(places)), (activations) =>
            follow(running, mean(activations, 0)),
          )
        : lossOf(rows, (activations) => mean(activations, 0)),
  };
  const training = minimize(problem, config.minimizer, { phase: 'filters', seed });
  return {
    run: (signal?: AbortSignal) => training.run(signal),
    save: () => training.save(),
    load: (snapshot: Snapshot) => {
      training.load(snapshot);
    },
    filters: () => ({
      ...{ outputs, inputs, activation: 'sigmoid' },
      values: floatsOf(parameters.encoder),
      biases: floatsOf(parameters.encoderBias),
    }),
    dispose: () => {
      training.dispose();
      dispose([...Object.values(parameters), running, rows]);
    },
  };
}

/** Moves a running mean towards that of a batch, and gives its value with the gradient of the batch's. */
function follow(running: Parameter, batch: Tensor): Tensor {
  running.assign(add(mul(running, momentum), mul(detach(batch), 1 - momentum)));
  return add(batch, detach(sub(running, batch)));
}

/** Weights uniform within ±√(6 / (inputs + outputs + 1)), biases 0. */
function startingParameters(
  outputs: number,
  inputs: number,
  seed: number,
): Record<keyof SaeParameters, Parameter> {
  const random = randomStream(seed, 'autoencoder/start');
  const bound = Math.sqrt(6 / (inputs + outputs + 1));
  const drawn = (shape: [number, number]) =>
    new Parameter(
      tidy(() => floatsOf(random.uniform(shape, -bound, bound))),
      shape,
    );
  return {
    encoder: drawn([outputs, inputs]),
    encoderBias: new Parameter(new Float32Array(outputs), [outputs]),
    decoder: drawn([inputs, outputs]),
    decoderBias: new Parameter(new Float32Array(inputs), [inputs]),
  };
}
