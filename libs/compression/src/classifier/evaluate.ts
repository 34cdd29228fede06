import { argMax, dataOf, forward, noGrad, outputShape, tidy, type Network } from '@polymath/tensor';
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
  const predicted = predictedOf(network, source, places);
  return predicted.filter((label, i) => label === source.labels[places[i]!]).length;
}

/**
 * How many inputs of each class (rows) are put into which (columns): [classes][classes], as many as the network tells apart, or as labels name.
 * @param network gives logits [batch, classes]
 */
export function confusionOf(network: Network, source: LabelledSource): number[][] {
  const named = source.labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const classes = Math.max(named, outputShape(network.graph)[0] ?? 0);
  const counts = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  for (const places of evaluationBatches(source.count)) {
    const predicted = predictedOf(network, source, places);
    predicted.forEach((label, i) => counts[source.labels[places[i]!]!]![label]!++);
  }
  return counts;
}

const predictedOf = (network: Network, source: LabelledSource, places: Int32Array): Int32Array =>
  tidy(() =>
    noGrad(() => dataOf(argMax(forward(network, source.batch(places)), -1)) as Int32Array),
  );
