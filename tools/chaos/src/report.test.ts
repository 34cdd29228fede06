import { describe, expect, it } from 'vitest';
import { describeRun, describeTotal, isGood } from './report.js';
import type { RunResult } from './run.js';

const good: RunResult = {
  ...{ jobs: 30, seconds: 61.2, hits: { running: 12, kills: 20 }, folder: undefined },
  ...{ violations: [], lost: 0, doubled: 0, resumed: 9, attemptsLost: 14, stepsAgain: 7 },
};
const few: RunResult = { ...good, hits: { running: 9, kills: 20 } };
const broken: RunResult = {
  ...good,
  ...{ lost: 1, folder: '/tmp/x' },
  violations: [{ rule: 'notLost', jobId: 'a1', what: 'expected a record, there is none' }],
};

describe('describeRun', () => {
  it('says how many kills hit a running job and how many jobs were resumed', () => {
    expect(describeRun(7, good)).toBe(
      '  30 jobs in 61 s; 12 of 20 kills hit a running job; ' +
        '9 jobs reached epoch 2 or more, 14 attempts lost; at most 7 steps computed again',
    );
  });

  it('names seed, rule and job of a broken promise, and where the logs are', () => {
    const lines = describeRun(7, broken).split('\n');
    expect(lines.slice(1)).toEqual([
      '  BROKEN seed 7, notLost a1: expected a record, there is none',
      '  logs and data: /tmp/x',
    ]);
  });

  it('says that a run with nine hits does not count', () => {
    expect(describeRun(7, few)).toContain('seed 7 does not count: expected 10 kills');
  });
});

describe('isGood', () => {
  it('is true when every promise was kept under ten hits, and only then', () => {
    expect([good, few, broken].map(isGood)).toEqual([true, false, false]);
  });
});

describe('describeTotal', () => {
  it('adds up the runs that count', () => {
    expect(describeTotal([good, few, good])).toBe('runs 2, jobs 60, lost 0, doubled 0');
  });

  it('counts a broken run in any case', () => {
    const hits = { running: 0, kills: 0 };
    expect(describeTotal([{ ...broken, hits }])).toBe('runs 1, jobs 30, lost 1, doubled 0');
  });
});
