import { floatsOf, softmax, tensor, tidy } from '@polymath/tensor';
import type { Rows } from '../preprocessing/index.js';
import { logitsOf } from './losses.js';
import type { Recognizer } from './train.js';

/** Scores of each class before the soft-max: rows of [classes]. */
export function scores({ weight, bias }: Recognizer, features: Rows): Rows {
  const { count, length } = features;
  const classes = bias.length;
  const values = tidy(() => {
    const parameters = { weight: tensor(weight, [length, classes]), bias: tensor(bias) };
    return floatsOf(logitsOf(parameters, tensor(features.values, [count, length])));
  });
  return { count, length: classes, values };
}

/** Probabilities of scores, each divided by a temperature: rows of [classes] that sum to 1. */
export function probabilitiesOf({ count, length, values }: Rows, temperature = 1): Rows {
  const divided = values.map((value) => value / temperature);
  return { count, length, values: tidy(() => floatsOf(softmax(tensor(divided, [count, length])))) };
}

/** The place of the largest value of each row, the first of equals. */
export function largestOf({ count, length, values }: Rows): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => {
    let best = 0;
    for (let j = 1; j < length; j++)
      if (values[i * length + j]! > values[i * length + best]!) best = j;
    return best;
  });
}

/** Share of rows whose largest value is at their label, 0 to 1. */
export function accuracyOf(rows: Rows, labels: Int32Array): number {
  const found = largestOf(rows);
  return found.filter((label, i) => label === labels[i]).length / labels.length;
}

/**
 * How often windows of each condition (rows) were taken for each (columns).
 * @param predicted [windows]
 * @param labels [windows]
 * @returns counts, [classes][classes]
 */
export function confusionMatrix(
  predicted: Int32Array,
  labels: Int32Array,
  classes: number,
): number[][] {
  const counts = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  labels.forEach((label, i) => counts[label]![predicted[i]!]!++);
  return counts;
}
