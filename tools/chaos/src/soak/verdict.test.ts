import { describe, expect, it } from 'vitest';
import type { SoakResult } from './run-soak.js';
import type { Series } from './samples.js';
import { describeSoak, isSound, judge } from './verdict.js';

const series = (name: string, slope: number): Series => ({
  ...{ name, group: 'handles', unit: 'handles', margin: { share: 0.1, least: 8 } },
  points: Array.from({ length: 41 }, (_, i): [number, number] => [1000 * i, 20 + slope * i]),
});
const sound: SoakResult = {
  ...{ jobs: 60, seconds: 61, hits: { running: 2, kills: 3 }, unnamed: { put: 12, left: 0 } },
  ...{ broken: [], folder: undefined, series: [series('steady', 0)] },
};
const leaking: SoakResult = { ...sound, series: [series('steady', 0), series('leak', 1)] };

describe('judge', () => {
  it('puts first what grows', () => {
    expect(judge(leaking).map((one) => one.series.name)).toEqual(['leak', 'steady']);
  });
});

describe('isSound', () => {
  it('demands that nothing grows', () => {
    expect(isSound(sound, judge(sound))).toBe(true);
    expect(isSound(leaking, judge(leaking))).toBe(false);
  });

  it('demands that every promise was kept', () => {
    expect(isSound({ ...sound, broken: ['x'] }, judge(sound))).toBe(false);
  });
});

describe('describeSoak', () => {
  it('names what grows, by how much, and what was allowed', () => {
    const lines = describeSoak(leaking, judge(leaking)).split('\n');
    expect(lines).toEqual([
      '60 jobs in 1.0 minutes; 2 of 3 kills of services and engine processes hit a running job; ' +
        '12 of 12 blobs that nobody names were removed',
      'GROWS leak, handles: 20.0 handles in the second half, allowed 8.0, mean 50.0',
    ]);
  });
});
