import { argMax, dataOf, forward, noGrad, tidy, type Network } from '@polymath/tensor';
import { batchesPerEpoch, batchPlaces, inOrder, type LabelledSource } from './input-source.js';

const batchSize = 500;

/**
 * The share of inputs whose largest logit is that of their class, 0 to 1.
 * @param network gives logits [batch, classes]
 */
export function accuracyOf(network: Network, source: LabelledSource): number {
  let correct = 0;
  for (const right of countCorrect(network, source)) correct += right;
  return correct / source.count;
}

/** Correct answers in each batch in turn; a long evaluation can be followed by it. */
export function* countCorrect(network: Network, source: LabelledSource): Generator<number> {
  const places = inOrder(source.count);
  for (let index = 0; index < batchesPerEpoch(source.count, batchSize); index++) {
    const batch = batchPlaces(places, index, batchSize);
    const predicted = predictClasses(network, source, batch);
    yield predicted.filter((label, i) => label === source.labels[batch[i] as number]).length;
  }
}

function predictClasses(network: Network, source: LabelledSource, places: Int32Array) {
  return tidy(() =>
    noGrad(() => dataOf(argMax(forward(network, source.batch(places)), -1)) as Int32Array),
  );
}
