import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasEnded } from './job-states.js';
import { transition } from './state-machine.js';
import { events, now } from './state-machine.fixture.js';

const submitted = transition(undefined, {
  ...events.submit,
  job: { ...events.submit.job, timeoutMs: 60_000 },
}).record!;

/** Any event, from the holder or from one of an older or newer epoch, early or late. */
const step = fc.record({
  type: fc.constantFrom(...(Object.keys(events) as (keyof typeof events)[])),
  epochOffset: fc.constantFrom(0, 0, 0, -1, 1),
  waitMs: fc.constantFrom(0, 1000, 10_000),
  retryAfterMs: fc.constantFrom(undefined, 0, 5000),
});

/** Every record a job passes through under a sequence of steps. */
function life(steps: (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]): Job[] {
  const records = [submitted];
  let time = now;
  for (const { type, epochOffset, waitMs, retryAfterMs } of steps) {
    time += waitMs;
    const record = records.at(-1)!;
    const changes = { now: time, epoch: record.epoch + epochOffset, retryAfterMs };
    const result = transition(record, { ...events[type], ...changes });
    // A retry makes another job; this is the life of one.
    if (result.record && type !== 'retry') records.push(result.record);
  }
  return records;
}

const byHolder = ['checkpoint', 'failure', 'interruption', 'success', 'cancelled'] as const;
/** Later than any life lasts. */
const latest = now + 1_000_000;
const isRunning = ({ state }: Job) => state === JobState.JOB_STATE_RUNNING;

describe('the life of a job', () => {
  const steps = fc.array(step, { maxLength: 60 });
  const pairs = (records: Job[]) =>
    records.slice(1).map((after, i) => [records[i]!, after] as const);

  it('ends at most once', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const records = life(taken);
        expect(records.slice(0, -1).some(({ state }) => hasEnded(state))).toBe(false);
      }),
    );
  });

  it('never goes back to an older epoch, and skips none', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        for (const [before, after] of pairs(life(taken)))
          expect([0, 1]).toContain(after.epoch - before.epoch);
      }),
    );
  });

  it('never takes more attempts than allowed', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        for (const { attempt, maxAttempts } of life(taken))
          expect(attempt).toBeLessThanOrEqual(maxAttempts);
      }),
    );
  });

  it('leaves RUNNING at most once an epoch, whoever thinks that he holds it', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const commits = pairs(life(taken))
          .filter(([before, after]) => isRunning(before) && !isRunning(after))
          .map(([, { epoch }]) => epoch);
        expect(new Set(commits).size).toBe(commits.length);
      }),
    );
  });

  it('takes nothing from a worker under an epoch that is over', () => {
    const late = fc.constantFrom(...byHolder);
    fc.assert(
      fc.property(steps, late, fc.nat(), (taken, type, back) => {
        const record = life(taken).at(-1)!;
        fc.pre(record.epoch > 0);
        const epoch = record.epoch - 1 - (back % record.epoch);
        const result = transition(record, { ...events[type], now: latest, epoch });
        expect(['not-held', 'ended']).toContain(result.rejected);
      }),
    );
  });

  it('takes nothing at all once it has ended', () => {
    fc.assert(
      fc.property(steps, step, (taken, { type }) => {
        const record = life(taken).at(-1)!;
        fc.pre(hasEnded(record.state) && type !== 'retry');
        expect(['ended', 'exists']).toContain(transition(record, events[type]).rejected);
      }),
    );
  });

  it('passes through each state at most once an epoch', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const seen = pairs(life(taken))
          .filter(([before, after]) => before.state !== after.state || before.epoch !== after.epoch)
          .map(([, { epoch, state }]) => `${epoch} ${state}`);
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });
});
