import { describe, expect, it } from 'vitest';
import { createNetwork, disposeNetwork, liveTensors, randomStream } from '@polymath/tensor';
import { rowGraph, rows } from '../classifier/testing-trainings.js';
import { divergenceOn } from './divergence.js';

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
