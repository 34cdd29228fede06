import { countsIn, type Network, type Report, type Training } from '@polymath/tensor';
import { countCorrect } from './evaluate.js';
import { evaluationBatches, type LabelledSource } from './input-source.js';

/** An evaluation that can be followed, stopped and continued like a training. */
export interface Evaluation extends Training {
  /** The share of the inputs seen so far whose largest logit is that of their class, 0 to 1. */
  readonly accuracy: number;
}

/** Measures a classifier on labelled inputs, batch after batch; the network belongs to the caller. */
export function evaluation(network: Network, source: LabelledSource): Evaluation {
  const state = { correct: 0, step: 0, seen: 0 };
  const batches = evaluationBatches(source.count);
  const accuracy = () => (state.seen === 0 ? 0 : state.correct / state.seen);

  async function* run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    while (state.step < batches.length) {
      signal?.throwIfAborted();
      const places = batches[state.step]!;
      state.correct += countCorrect(network, source, places);
      state.seen += places.length;
      state.step++;
      const metrics = { accuracy: accuracy() };
      yield { phase: 'evaluate', step: state.step, steps: batches.length, metrics };
    }
  }

  return {
    get accuracy() {
      return accuracy();
    },
    run,
    save: () => ({ tensors: new Map(), state: { ...state } }),
    load: (snapshot) => {
      Object.assign(state, countsIn(snapshot.state, ['correct', 'step', 'seen']));
    },
    dispose: () => undefined,
  };
}
