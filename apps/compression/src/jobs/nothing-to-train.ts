import type { FineTuning } from '@polymath/compression';

/** A training of no step: for a student that stays as the decomposition made it. */
export function nothingToTrain(): FineTuning {
  return {
    bestEpoch: undefined,
    run: async function* () {
      yield* [];
    },
    save: () => ({ tensors: new Map(), state: null }),
    load: () => undefined,
    dispose: () => undefined,
  };
}
