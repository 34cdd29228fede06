import { describe, expect, it } from 'vitest';
import { expectNear } from '../testing.js';
import { accuracyOf, confusionMatrix, largestOf, probabilitiesOf, scores } from './predict.js';
import { learnStandardizer, standardizeFeatures } from './standardizer.js';

describe('scores and probabilities', () => {
  const recognizer = { weight: Float32Array.of(1, -1, 0, 2), bias: Float32Array.of(0, 0.5) };
  const features = { count: 2, length: 2, values: Float32Array.of(1, 2, 3, 0) };

  it('are worked out by hand', () => {
    // [1·1 + 2·0, -1 + 4 + 0.5] and [3, -3 + 0.5]
    const found = scores(recognizer, features);
    expect([...found.values]).toEqual([1, 3.5, 3, -2.5]);
    const [first] = probabilitiesOf(found, 2.5).values;
    expect(first).toBeCloseTo(1 / (1 + Math.E), 6); // scores 1 apart after division by 2.5
    expect([...largestOf(found)]).toEqual([1, 0]);
    expect(accuracyOf(found, Int32Array.of(1, 1))).toBe(0.5);
  });
});

describe('confusionMatrix', () => {
  it('has a row for each condition and a column for what it was taken for', () => {
    expect(confusionMatrix(Int32Array.of(0, 1, 1), Int32Array.of(0, 0, 1), 2)).toEqual([[1, 1], [0, 1]]); // prettier-ignore
  });
});

describe('standardizeFeatures', () => {
  const features = { count: 3, length: 2, values: Float32Array.of(1, 5, 2, 5, 6, 5) };

  it('brings mean and deviation to 0 and 1, and leaves a feature without spread at 0', () => {
    const { values } = standardizeFeatures(features, learnStandardizer(features, false));
    const deviation = Math.sqrt((4 + 1 + 9) / 3);
    expectNear(values, [-2 / deviation, 0, -1 / deviation, 0, 3 / deviation, 0], 1e-6);
  });

  it('makes a gain a shift by its logarithm, the same in all windows', () => {
    const logs = learnStandardizer(features, true);
    expect(logs.logFloor).toBeCloseTo(0.004, 6); // 10⁻³ of the mean feature, 4
    const louder = { ...features, values: features.values.map((value) => 2 * value) };
    const [a, b] = [features, louder].map((rows) => standardizeFeatures(rows, logs).values);
    const shifts = [0, 2, 4].map((k) => (b![k]! - a![k]!) * logs.deviation[0]!);
    expectNear(shifts, [Math.LN2, Math.LN2, Math.LN2], 1e-2);
  });
});
