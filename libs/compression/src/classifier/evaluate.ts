import { argMax, dataOf, forward, noGrad, tidy, type Network } from '@polymath/tensor';
import { batchesPerEpoch, batchPlaces, inOrder, type LabelledSource } from './input-source.js';

const batchSize = 500;

/**
 * The share of inputs whose largest logit is that of their class, 0 to 1.
 * @param network gives logits [batch, classes]
 */
export function accuracyOf(network: Network, source: LabelledSource): number {
  let correct = 0;
  for (const places of evaluationBatches(source)) correct += countCorrect(network, source, places);
  return correct / source.count;
}

/** The places of all inputs, in batches for an evaluation. */
export function evaluationBatches({ count }: LabelledSource): Int32Array[] {
  const places = inOrder(count);
  const batches = batchesPerEpoch(count, batchSize);
  return Array.from({ length: batches }, (_, index) => batchPlaces(places, index, batchSize));
}

/** How many of the inputs at these places are put into their class. */
export function countCorrect(network: Network, source: LabelledSource, places: Int32Array): number {
  const predicted = tidy(() =>
    noGrad(() => dataOf(argMax(forward(network, source.batch(places)), -1)) as Int32Array),
  );
  return predicted.filter((label, i) => label === source.labels[places[i]!]).length;
}
