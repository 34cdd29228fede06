import type { Json, Report, Snapshot, Training } from '@polymath/tensor';
import { addValue, emptyCurve, type ThinnedCurve } from './thinned-curve.js';

/** More curves than these are not kept: a checkpoint is no archive. */
const mostCurves = 128;
/** Epochs and evaluations only count, and times differ from run to run: the state of a training must not. */
const isIdle = /^(epoch|evaluations)$|seconds/i;

/** The curve of a metric in a phase. */
export interface PhaseCurve {
  phase: string;
  metric: string;
  curve: ThinnedCurve;
}

/** A training that remembers what it has reported. */
export interface RememberingTraining extends Training {
  /** In the order in which they began. */
  readonly curves: readonly PhaseCurve[];
}

/** The same training, which keeps the curve of every metric, through checkpoints too. */
export function withHistory(training: Training): RememberingTraining {
  let curves: PhaseCurve[] = [];

  const remember = ({ phase, step, metrics }: Report) => {
    for (const [metric, value] of Object.entries(metrics)) {
      if (isIdle.test(metric)) continue;
      let found = curves.find((each) => each.phase === phase && each.metric === metric);
      if (!found) {
        if (curves.length >= mostCurves) continue;
        found = { phase, metric, curve: emptyCurve() };
        curves.push(found);
      }
      addValue(found.curve, step, value);
    }
  };

  return {
    get curves() {
      return curves;
    },
    run: async function* (signal) {
      for await (const report of training.run(signal)) {
        remember(report);
        yield report;
      }
    },
    save: () => {
      const { tensors, state } = training.save();
      return { tensors, state: { training: state, history: structuredClone(curves) as unknown as Json } };
    },
    load: ({ tensors, state }) => {
      const saved = historyIn(state);
      // A checkpoint of an earlier release has none.
      training.load({ tensors, state: saved ? saved.training : state });
      curves = structuredClone(saved?.history ?? []);
    },
    dispose: () => training.dispose(),
  }; // prettier-ignore
}

function historyIn(state: Snapshot['state']) {
  const isOurs = typeof state === 'object' && state !== null && 'history' in state && 'training' in state; // prettier-ignore
  return isOurs ? (state as unknown as { training: Json; history: PhaseCurve[] }) : undefined;
}
