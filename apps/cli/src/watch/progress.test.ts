import { JobEvent, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import { advance, barLine, noProgress, plainLine, remainingMs } from './progress.js';

const at = (second: number) => ({ seconds: BigInt(second), nanos: 0 });

const running = (second: number) =>
  JobEvent.fromPartial({
    time: at(second),
    event: {
      $case: 'state',
      value: { state: JobState.JOB_STATE_RUNNING, startTime: at(second) },
    },
  });

const step = (second: number, done: number, phase = 'train', metrics = {}) =>
  JobEvent.fromPartial({
    time: at(second),
    event: {
      $case: 'progress',
      value: { phase, step: BigInt(done), steps: 100n, metrics },
    },
  });

const after = (...events: JobEvent[]) => events.reduce(advance, noProgress);

describe('remainingMs', () => {
  it('takes the speed of the phase so far', () => {
    // 20 steps in 10 s leave 70 steps, 35 s.
    expect(remainingMs(after(running(0), step(10, 10), step(20, 30)))).toBe(35_000);
  });

  it('is unknown before the second report of a phase', () => {
    expect(remainingMs(after(running(0), step(10, 10)))).toBeUndefined();
    expect(remainingMs(after(step(10, 10), step(20, 30), step(21, 1, 'judge')))).toBeUndefined();
  });

  it('begins anew when steps are repeated after an interruption', () => {
    expect(remainingMs(after(step(10, 10), step(20, 30), step(30, 20)))).toBeUndefined();
  });
});

describe('plainLine', () => {
  it('tells place, times and figures', () => {
    const progress = after(running(0), step(10, 10), step(20, 30, 'train', { loss: 0.51234 }));
    const expected = '  train: 30 of 100 (30 %), 0:20 elapsed, 0:35 left, loss 0.5123';
    expect(plainLine(progress)).toBe(expected);
  });
});

describe('barLine', () => {
  const metrics = { loss: 0.5, classLoss: 0.25, decoderLoss: 0.125, labelAccuracy: 1 };
  const progress = after(running(0), step(10, 10), step(20, 30, 'train', metrics));

  it('draws a bar, then the times, then figures', () => {
    expect(barLine(progress, 100)).toMatch(
      /^ {2}train {2}██████░{14} {2}30 % {2}0:20 elapsed {2}0:35 left {2}loss 0.5/,
    );
  });

  it.each([20, 40, 60, 80, 120])('stays below %i columns', (columns) => {
    expect(barLine(progress, columns).length).toBeLessThan(columns);
  });

  it('leaves out whole figures rather than cutting them', () => {
    expect(barLine(progress, 80)).toMatch(/class loss 0.25$|loss 0.5$/);
  });
});
