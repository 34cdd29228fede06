import { describe, expect, it } from 'vitest';
import { accuracyOf, recognizerDefaults } from '../recognizer/index.js';
import { expectResumable, finish, ringing } from '../testing.js';
import { trivialFeatures } from './features.js';
import { trainTrivial } from './train.js';

const training = ringing(60, 600, 1);
const test = ringing(60, 600, 2);

describe('trivialFeatures', () => {
  it('are 129 logarithms of power, or 15 statistics', () => {
    const spectrum = trivialFeatures('spectrum', test);
    expect([spectrum.count, spectrum.length]).toEqual([60, 129]);
    // The first window rings at 0.05 cycles a sample: bin 12.8 of 256.
    const first = spectrum.values.subarray(0, 129);
    expect(first.indexOf(Math.max(...first))).toBeCloseTo(12.8, -1);
    const statistics = trivialFeatures('statistics', test);
    expect([statistics.count, statistics.length]).toEqual([60, 15]);
    expect(statistics.values[11]).toBeCloseTo(0.05, 1); // centre of frequency
  });

  it('are those of a sine: levels 1/√2, 1, 2, 2/π and (mean √|sin|)², shapes from them', () => {
    const values = Float32Array.from({ length: 1200 }, (_, t) =>
      Math.sin((2 * Math.PI * t) / 1200),
    );
    const [rms, mean, root] = [Math.SQRT1_2, 2 / Math.PI, 0.7628 ** 2];
    const found = [...trivialFeatures('statistics', { count: 1, length: 1200, values }).values];
    const levels = [rms, 1, 2, mean, root];
    const shapes = [0, 1.5, 1 / rms, rms / mean, 1 / mean, 1 / root];
    [...levels, ...shapes].forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 2);
    });
  });

  it('are finite for a constant window', () => {
    const constant = { count: 1, length: 600, values: new Float32Array(600).fill(3) };
    for (const kind of ['spectrum', 'statistics'] as const) {
      expect(trivialFeatures(kind, constant).values.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('trainTrivial', () => {
  it.each(['spectrum', 'statistics'] as const)(
    'recognises resonances by %s, and resumes',
    async (kind) => {
      const make = () => trainTrivial(kind, { ...recognizerDefaults, minimizer: { kind: 'lbfgs', iterations: 8, history: 5 } }, training, 1); // prettier-ignore
      await expectResumable(make);
      const learned = make();
      await finish(learned);
      expect(accuracyOf(learned.scores(test), test.labels)).toBeGreaterThan(0.95);
      learned.dispose();
    },
  );
});
