import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { floatsOf, Parameter } from '@polymath/tensor';
import { BestParameters } from './best-parameters.js';

describe('BestParameters', () => {
  let weight: Parameter;
  let best: BestParameters;

  beforeEach(() => {
    weight = new Parameter(Float32Array.of(0), [1]);
    best = new BestParameters(new Map([['weight', weight]]));
  });
  afterEach(() => {
    weight.dispose();
  });

  /** Offers epochs 0, 1, ... with these scores, each with its number as the weight, and restores. */
  function offer(...scores: number[]): number | undefined {
    scores.forEach((score, epoch) => {
      weight.assign(Float32Array.of(epoch));
      best.offer(score, epoch);
    });
    best.restore();
    return floatsOf(weight)[0];
  }

  it('puts back the parameters of the highest score, of equals the first', () => {
    expect(offer(1, 3, 2, 3)).toBe(1);
    expect([best.epoch, best.score]).toEqual([1, 3]);
  });

  it('never takes a score that is no finite number', () => {
    expect(offer(NaN, -5, NaN, Infinity)).toBe(1);
  });

  it('leaves the parameters alone when nothing was scored', () => {
    expect(offer(NaN, NaN)).toBe(1);
    expect(best.epoch).toBeUndefined();
  });

  it('carries the best over into another training', () => {
    offer(1, 3, 2);
    const other = new BestParameters(new Map([['weight', weight]]));
    other.load(best.save());
    other.offer(2.5, 3);
    weight.assign(Float32Array.of(9));
    other.restore();
    expect([floatsOf(weight)[0], other.epoch]).toEqual([1, 1]);
  });
});
