import {
  argMax,
  dataOf,
  forward,
  max,
  noGrad,
  numberOf,
  outputShape,
  softmax,
  sum,
  tidy,
  type Network,
} from '@polymath/tensor';
import { evaluationBatches, type InputSource } from '../classifier/input-source.js';

/** How a classifier sees inputs that have no labels. */
export interface ClassView {
  /** How many inputs it puts into each class, [classes]. */
  histogram: Int32Array;
  /** The mean of its largest probability, 1 / classes to 1. */
  meanTopProbability: number;
}

/** Labels inputs by a classifier in inference mode: generated ones are balanced and confident, noise is neither. */
export function classView(classifier: Network, inputs: InputSource): ClassView {
  const histogram = new Int32Array(outputShape(classifier.graph)[0] ?? 0);
  let total = 0;
  for (const batch of evaluationBatches(inputs.count)) {
    const [labels, top] = tidy(() =>
      noGrad(() => {
        const probabilities = softmax(forward(classifier, inputs.batch(batch))); // [batch, classes]
        return [dataOf(argMax(probabilities)), numberOf(sum(max(probabilities, -1)))] as const;
      }),
    );
    for (const label of labels) histogram[label]!++;
    total += top;
  }
  return { histogram, meanTopProbability: total / inputs.count };
}
