import { badCounts, badUnless, refuse } from '../checks.js';
import { bandsOf } from '../filters/index.js';
import type { Pooling } from '../lcn/index.js';
import { rowOf, type Windows } from '../preprocessing/index.js';
import { modelFeatures, modelScores, type NsaeLcnModel } from './model.js';

/** What one feature says for a class. */
export interface Contribution {
  /** Place of the filter. */
  filter: number;
  pooling: Pooling;
  /** Centre of the filter's band, in Hz. */
  centreHz: number;
  /** Θ_jc · (f_j - mean_j) / deviation_j: its share in the score of the class. */
  share: number;
}

/**
 * The features that speak most for or against a class in one window, by the size of their shares; all shares and the bias sum to the score.
 * @param window raw, [samples]
 * @param about the class's place and the sampling rate of the windows
 * @throws invalid-input for a class that there is not
 */
export function explain(
  model: NsaeLcnModel,
  window: Float32Array,
  about: { label: number; sampleRateHz: number; most: number },
): Contribution[] {
  const { label, sampleRateHz, most } = about;
  const classes = model.classes.length;
  refuse(badLabel(label, classes), badCounts({ most }));
  const features = modelFeatures(model, oneWindow(window)).values;
  const centres = new Map(
    bandsOf(model.bank, sampleRateHz).map(({ filter, centreHz }) => [filter, centreHz]),
  );
  const all = Array.from(features, (value, j): Contribution => {
    const filter = j % model.bank.outputs;
    return {
      filter,
      pooling: model.features.poolings[Math.floor(j / model.bank.outputs)]!,
      centreHz: centres.get(filter)!,
      share: value * model.recognizer.weight[j * classes + label]!,
    };
  });
  return all.sort((a, b) => Math.abs(b.share) - Math.abs(a.share)).slice(0, most);
}

/**
 * How much of a class's score each part of a window holds: what is lost when the part is replaced by the window's mean.
 * @param parts equal parts, >= 1
 * @returns [parts]
 */
export function occlusion(
  model: NsaeLcnModel,
  window: Float32Array,
  { label, parts }: { label: number; parts: number },
): number[] {
  refuse(badLabel(label, model.classes.length), badCounts({ parts }));
  const mean = window.reduce((sum, value) => sum + value, 0) / window.length;
  const edge = (part: number) => Math.round((part * window.length) / parts);
  const values = new Float32Array((parts + 1) * window.length);
  const windows = { count: parts + 1, length: window.length, values };
  for (let i = 0; i <= parts; i++) {
    rowOf(windows, i).set(window);
    if (i > 0) rowOf(windows, i).fill(mean, edge(i - 1), edge(i));
  }
  const scores = modelScores(model, windows);
  const of = (i: number) => rowOf(scores, i)[label]!;
  return Array.from({ length: parts }, (_, i) => of(0) - of(i + 1));
}

const oneWindow = (values: Float32Array): Windows => ({ count: 1, length: values.length, values });

const badLabel = (label: number, classes: number) =>
  badUnless(
    Number.isInteger(label) && label >= 0 && label < classes,
    'label',
    `must lie in 0 to ${classes - 1}, got ${label}`,
  );
