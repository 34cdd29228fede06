import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from '@polymath/tensor';
import { SteadyVerdict } from './steady-verdict.js';

const settings = { horizon: 2, needed: 2, of: 3 };

describe('SteadyVerdict', () => {
  it('averages log probabilities: (0.8·0.2)^½ to (0.2·0.8)^½ is even', () => {
    const verdict = new SteadyVerdict(2, settings);
    verdict.push([0.8, 0.2]);
    const { probabilities } = verdict.push([0.2, 0.8]);
    expect(probabilities[0]).toBeCloseTo(0.5, 12);
  });

  it('changes its mind only after m of n', () => {
    const verdict = new SteadyVerdict(2, { horizon: 1, needed: 2, of: 3 });
    const said = [0, 1, 0, 1, 1].map((c) => verdict.push(c === 0 ? [1, 0] : [0, 1]).state);
    expect(said).toEqual([undefined, undefined, 0, 1, 1]);
    verdict.reset();
    expect(verdict.push([1, 0]).state).toBeUndefined();
  });

  it('goes on from a saved state, which stays small', () => {
    const verdict = new SteadyVerdict(2, settings);
    for (let i = 0; i < 50; i++) verdict.push([0.9, 0.1]);
    const bytes = encodeSnapshot(verdict.save());
    expect(bytes.length).toBeLessThan(1000);
    const resumed = new SteadyVerdict(2, settings);
    resumed.load(decodeSnapshot(bytes));
    expect(resumed.push([0.3, 0.7])).toEqual(verdict.push([0.3, 0.7]));
  });

  it('names what is wrong', () => {
    expect(() => new SteadyVerdict(1, { horizon: 0, needed: 3, of: 2 })).toThrow(
      'classes: must be a whole number of at least 2, got 1; horizon: must be a whole number of at least 1, got 0; needed: must be at most of, 2, got 3',
    );
    expect(() => new SteadyVerdict(2).push([1])).toThrow('expected 2 probabilities, got 1');
    const other = new SteadyVerdict(3);
    other.push([1, 0, 0]);
    expect(() => new SteadyVerdict(2).load(other.save())).toThrow('verdict: expected a state of 2 classes'); // prettier-ignore
  });
});
