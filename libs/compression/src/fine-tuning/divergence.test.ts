import { describe, expect, it } from 'vitest';
import {
  createNetwork,
  disposeNetwork,
  liveTensors,
  numberOf,
  randomStream,
  softCrossEntropy,
  softmax,
  sub,
  tidy,
} from '@polymath/tensor';
import { close, wave } from '../classifier/testing.js';
import { rowGraph, rows } from '../classifier/testing-trainings.js';
import { divergenceOn, klDivergence } from './divergence.js';

// Golden value KD1 at temperature 1: from Hinton et al.'s formula in double precision, for the waves given here.
const student = wave([4, 5], [0.9, 0.3], 2);
const teacher = wave([4, 5], [0.7, 0.1], 3, Math.cos);
const golden = 1.0215179781;

describe('klDivergence', () => {
  it('has the golden value', () => {
    tidy(() => {
      close(numberOf(klDivergence(teacher(), student())), golden);
    });
  });

  it('is what fine-tuning lowers, up to the entropy of the labels', () => {
    tidy(() => {
      const labels = softmax(teacher());
      const [cross, entropy] = [student(), teacher()].map((q) => softCrossEntropy(q, labels));
      close(numberOf(sub(cross!, entropy!)), golden);
    });
  });

  it('is 0 where both agree, and does not see a shift of all logits', () => {
    tidy(() => {
      expect(numberOf(klDivergence(teacher(), teacher()))).toBe(0);
      expect(Math.abs(numberOf(klDivergence(teacher(), sub(teacher(), 5))))).toBeLessThan(1e-6);
    });
  });
});

describe('divergenceOn', () => {
  it('is the mean over all inputs, over more than one batch, and leaves no tensor behind', () => {
    const [a, b] = [1, 2].map((seed) => createNetwork(rowGraph(), randomStream(seed, 'w')));
    const source = rows(600, 1); // batches of 500 and 100
    const part = (start: number, count: number) => ({
      ...source,
      count,
      batch: (places: Int32Array) => source.batch(places.map((place) => place + start)),
    });
    const whole = divergenceOn(source, a!, b!);
    const before = liveTensors();
    const parts = [divergenceOn(part(0, 150), a!, b!), divergenceOn(part(150, 450), a!, b!)];
    expect(whole).toBeCloseTo(0.25 * parts[0]! + 0.75 * parts[1]!, 6);
    expect(whole).toBeGreaterThan(0);
    expect(liveTensors()).toBe(before);
    [a!, b!].forEach(disposeNetwork);
  });
});
