import { describe, expect, it } from 'vitest';
import { accuracyOf, probabilitiesOf } from '../recognizer/index.js';
import { expectNear } from '../testing.js';
import { calibrationError, reliability } from './error.js';
import { golden } from './golden.fixture.js';
import { fitTemperature } from './temperature.js';

const scores = { count: 300, length: 4, values: Float32Array.from(golden.scores) };
const labels = Int32Array.from(golden.labels);

describe('fitTemperature', () => {
  it("is SciPy's, and lowers the calibration error without a change of accuracy", () => {
    const temperature = fitTemperature(scores, labels);
    expectNear([temperature], [golden.temperature], 1e-4);
    const [before, after] = [1, temperature].map((T) => probabilitiesOf(scores, T));
    expect(calibrationError(after!, labels)).toBeLessThan(calibrationError(before!, labels));
    expect(accuracyOf(after!, labels)).toBe(accuracyOf(before!, labels));
  });

  it('stays finite where every window is recognised', () => {
    const sure = { count: 2, length: 2, values: Float32Array.of(9, 0, 0, 9) };
    const temperature = fitTemperature(sure, Int32Array.of(0, 1));
    expect(temperature).toBeGreaterThanOrEqual(Math.exp(-5));
    expect(temperature).toBeLessThan(1);
  });

  it('names labels that do not fit', () => {
    expect(() => fitTemperature(scores, Int32Array.of(4))).toThrow('labels: must be one a window (300), got 1; labels: must lie in 0 to 3'); // prettier-ignore
  });
});

describe('calibrationError', () => {
  it("is NumPy's", () => {
    expectNear([calibrationError(probabilitiesOf(scores), labels)], [golden.calibrationError], 1e-5); // prettier-ignore
  });

  it('is worked out by hand: 0.9 said twice, right once', () => {
    const rows = { count: 2, length: 2, values: Float32Array.of(0.9, 0.1, 0.9, 0.1) };
    expect(calibrationError(rows, Int32Array.of(0, 1))).toBeCloseTo(0.4, 6);
    const bins = reliability(rows, Int32Array.of(0, 1), 10);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });
});
