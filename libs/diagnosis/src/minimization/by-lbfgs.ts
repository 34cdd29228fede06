import {
  countsIn,
  floatsOf,
  gradients,
  Lbfgs,
  loadParts,
  numberOf,
  saveableParameters,
  saveParts,
  tidy,
  type Parameters,
  type Report,
  type Snapshot,
  type Training,
} from '@polymath/tensor';
import type { MinimizationOptions } from './minimize.js';
import type { LbfgsMinimizer, Problem } from './problem.js';

/** L-BFGS on all items at once, its vectors in double precision, the loss in single. */
export function minimizeByLbfgs(
  problem: Problem,
  { iterations, history }: LbfgsMinimizer,
  { phase }: MinimizationOptions,
): Training {
  const { parameters } = problem;
  const minimizer = new Lbfgs(pointOf(parameters), { history });
  const parts = { parameters: saveableParameters(parameters), minimizer };
  let counts = { step: 0, converged: 0 };

  const objective = (point: Float64Array) =>
    tidy(() => {
      assign(parameters, point);
      const loss = problem.loss();
      return { value: numberOf(loss), gradient: flat(parameters, gradients(loss, parameters)) };
    });

  async function* run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    while (counts.step < iterations && !counts.converged) {
      signal?.throwIfAborted();
      const { value: loss, gradientSize, evaluations, converged } = minimizer.step(objective);
      assign(parameters, minimizer.point);
      counts = { step: counts.step + 1, converged: Number(converged) };
      const steps = converged ? counts.step : iterations;
      yield { phase, step: counts.step, steps, metrics: { loss, gradientSize, evaluations } };
    }
  }

  return {
    run,
    save: () => saveParts(parts, counts),
    load: (snapshot: Snapshot) => {
      counts = countsIn(loadParts(parts, snapshot), ['step', 'converged']);
    },
    dispose: () => undefined,
  };
}

const trainable = (parameters: Parameters) =>
  [...parameters].filter(([, { requiresGrad }]) => requiresGrad);

/** The trainable parameters one after the other. */
function pointOf(parameters: Parameters): Float64Array {
  return Float64Array.from(
    trainable(parameters).flatMap(([, parameter]) => [...floatsOf(parameter)]),
  );
}

function assign(parameters: Parameters, point: Float64Array): void {
  let from = 0;
  for (const [, parameter] of trainable(parameters)) {
    parameter.assign(Float32Array.from(point.subarray(from, from + parameter.size)));
    from += parameter.size;
  }
}

function flat(parameters: Parameters, slopes: ReturnType<typeof gradients>): Float64Array {
  const all = trainable(parameters);
  const result = new Float64Array(all.reduce((size, [, parameter]) => size + parameter.size, 0));
  let from = 0;
  for (const [name, { size }] of all) {
    const slope = slopes.get(name);
    if (slope) result.set(floatsOf(slope), from);
    from += size;
  }
  return result;
}
