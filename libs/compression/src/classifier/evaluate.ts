import { argMax, dataOf, forward, noGrad, tidy, type Network } from '@polymath/tensor';
import { evaluationBatches, type LabelledSource } from './input-source.js';

/**
 * The share of inputs whose largest logit is that of their class, 0 to 1.
 * @param network gives logits [batch, classes]
 */
export function accuracyOf(network: Network, source: LabelledSource): number {
  let correct = 0;
  for (const places of evaluationBatches(source.count))
    correct += countCorrect(network, source, places);
  return correct / source.count;
}

/** How many of the inputs at these places are put into their class. */
export function countCorrect(network: Network, source: LabelledSource, places: Int32Array): number {
  const predicted = tidy(() =>
    noGrad(() => dataOf(argMax(forward(network, source.batch(places)), -1)) as Int32Array),
  );
  return predicted.filter((label, i) => label === source.labels[places[i]!]).length;
}
