import { describe, expect, it } from 'vitest';
import { orthonormalFilters } from '../nsae/index.js';
import { noise, ringing } from '../testing.js';
import { explain, occlusion } from './explain.js';
import { modelScores, type NsaeLcnModel } from './model.js';

const outputs = 6;
const size = 2 * outputs;
const model: NsaeLcnModel = {
  windowLength: 200,
  levels: { removeMean: true, scale: 'absolute' },
  bank: { ...orthonormalFilters(outputs, 16, 1), biases: new Float32Array(outputs), activation: 'relu' }, // prettier-ignore
  features: { stride: 4, poolings: ['mean', 'max'] },
  standardizer: { logFloor: 0, mean: new Float32Array(size), deviation: new Float32Array(size).fill(1) }, // prettier-ignore
  recognizer: { weight: noise(size * 3, 2), bias: new Float32Array(3) },
  classes: ['a', 'b', 'c'],
};
const window = ringing(1, 200, 1).values;

describe('explain', () => {
  it('gives shares that sum to the score, the largest first, with bands in hertz', () => {
    const shares = explain(model, window, { label: 1, sampleRateHz: 12_000, most: size });
    const sum = shares.reduce((total, { share }) => total + share, 0);
    const scores = modelScores(model, { count: 1, length: 200, values: window }).values;
    expect(sum).toBeCloseTo(scores[1]!, 5);
    const sizes = shares.map(({ share }) => Math.abs(share));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(new Set(shares.map(({ filter, pooling }) => `${filter} ${pooling}`)).size).toBe(size);
    expect(shares.every(({ centreHz }) => centreHz > 0 && centreHz < 6000)).toBe(true);
  });
});

describe('occlusion', () => {
  it('finds the part of a window in which something is', () => {
    const quiet = new Float32Array(200);
    quiet.set(window.subarray(100, 150), 100);
    const ones = { ...model, recognizer: { ...model.recognizer, weight: new Float32Array(size * 3).fill(1) } }; // prettier-ignore
    const lost = occlusion(ones, quiet, { label: 0, parts: 4 });
    expect(lost.indexOf(Math.max(...lost))).toBe(2);
  });

  it('names what is wrong', () => {
    expect(() => occlusion(model, window, { label: 3, parts: 0 })).toThrow('label: must lie in 0 to 2, got 3; parts: must be a whole number of at least 1, got 0'); // prettier-ignore
  });
});
