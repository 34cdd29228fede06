import { describe, expect, it } from 'vitest';
import { noise } from '../testing.js';
import { learnNormal, type Observation } from './normal.js';
import { NormalWatch } from './normal-watch.js';

const size = 20;

/** Windows of a machine whose coordinates are independent Gaussians, and log-normal figures. */
function windows(count: number, seed: number, { shift = 0, gain = 1 } = {}): Observation[] {
  const values = noise(count * (size + 3), seed);
  return Array.from({ length: count }, (_, i) => {
    const at = i * (size + 3);
    const [a = 0, b = 0, c = 0] = values.subarray(at + size, at + size + 3);
    return {
      coordinates: values.subarray(at, at + size).map((value, j) => value + (j === 0 ? shift : 0)),
      ...{ rms: gain * Math.exp(0.05 * a), kurtosis: 3 * Math.exp(0.1 * b) },
      unknownScore: 0.5 * Math.exp(0.2 * c),
    };
  });
}

const follow = (watch: NormalWatch, observations: readonly Observation[]) =>
  observations.map((each) => watch.push(each));

describe('NormalWatch', () => {
  const normal = learnNormal(windows(600, 1));

  it('says nothing of ten thousand windows of a machine that stays as it was', () => {
    const departures = follow(new NormalWatch(normal), windows(10_000, 2));
    expect(departures.filter(({ changed }) => changed)).toEqual([]);
    expect(Math.max(...departures.map(({ score }) => score))).toBeLessThan(1);
  });

  it('sees coordinates that have moved within a moment', () => {
    // The moving mean of twenty windows knows a shift of 3 deviations in one of 20 directions: √(39/20)·3 = 4.2 units, limit 1.62 or more.
    const departures = follow(new NormalWatch(normal), windows(100, 3, { shift: 3 }));
    expect(departures.at(-1)!.score).toBeGreaterThan(1);
    expect(departures.findIndex(({ changed }) => changed)).toBeLessThan(60);
  });

  it('names the figure that has risen for good', () => {
    // 20 % more RMS are 3.6 of its deviations; the sum grows by 2.6 a window and reaches 10 in about four.
    const departures = follow(new NormalWatch(normal), windows(30, 4, { gain: 1.2 }));
    expect(departures.at(-1)!.shifts).toEqual({
      ...{ rms: 'rise', kurtosis: 'none', unknownScore: 'none' },
    });
    expect(departures.findIndex(({ changed }) => changed)).toBeLessThan(10);
  });

  it('takes a single strange window for no shift', () => {
    const watch = new NormalWatch(normal);
    follow(watch, windows(50, 8));
    const [strange] = windows(1, 9);
    expect(watch.push({ ...strange!, unknownScore: 50 }).shifts.unknownScore).toBe('none');
    expect(follow(watch, windows(50, 10)).some(({ changed }) => changed)).toBe(false);
  });

  it('gives a stability index after 200 windows: small for the same scores, large for others', () => {
    const [same, other] = [new NormalWatch(normal), new NormalWatch(normal)];
    follow(same, windows(199, 5));
    expect(same.stabilityIndex()).toBeUndefined();
    follow(same, windows(101, 6));
    expect(same.stabilityIndex()).toBeLessThan(0.15);
    follow(other, windows(300, 7).map((each) => ({ ...each, unknownScore: 0.8 }))); // prettier-ignore
    expect(other.stabilityIndex()).toBeGreaterThan(1);
  });
});

describe('learnNormal', () => {
  it('demands windows enough to know the spread', () => {
    expect(() => learnNormal(windows(59, 1))).toThrow('windows: must be at least 60, got 59');
  });
});
