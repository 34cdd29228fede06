import type { Report, Snapshot, Training } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { withHistory } from './with-history.js';

/** A training that only counts. */
function counting(steps: number): Training {
  let step = 0;
  return {
    run: async function* () {
      while (step < steps) {
        step++;
        yield {
          phase: 'count',
          step,
          steps,
          metrics: { loss: 1 / step, epoch: 1, secondsPerInput: step },
        };
      }
    },
    save: () => ({ tensors: new Map(), state: { step } }),
    load: ({ state }) => void ({ step } = state as { step: number }),
    dispose: () => undefined,
  };
}

/** Runs until a step's report, or to the end. */
async function runTo(training: Training, last = Infinity): Promise<void> {
  for await (const { step } of training.run()) if (step >= last) return;
}

/** As a checkpoint carries it. */
const written = ({ tensors, state }: Snapshot): Snapshot => ({
  tensors,
  state: JSON.parse(JSON.stringify(state)) as Snapshot['state'],
});

describe('withHistory', () => {
  it.each([1, 100, 256, 300])('has the same curve after a stop at step %i', async (stop) => {
    const whole = withHistory(counting(700));
    await runTo(whole);
    const first = withHistory(counting(700));
    await runTo(first, stop);
    const snapshot = written(first.save());
    // What the killed one still did counts for nothing.
    await runTo(first, stop + 20);
    const second = withHistory(counting(700));
    second.load(snapshot);
    await runTo(second);
    expect(whole.curves.map(({ metric }) => metric)).toEqual(['loss']);
    expect(second.curves).toEqual(whole.curves);
    expect(JSON.stringify(second.save().state)).toBe(JSON.stringify(whole.save().state));
  });

  it('takes a checkpoint that has no history', async () => {
    const training = withHistory(counting(5));
    training.load({ tensors: new Map(), state: { step: 3 } });
    await runTo(training);
    expect(training.curves[0]!.curve.points.map(([step]) => step)).toEqual([4, 5]);
  });

  it('passes reports on as they are, and is bounded in curves', async () => {
    const metrics = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`m${i}`, i]));
    const report: Report = { phase: 'a', step: 1, steps: 1, metrics, note: 'n' };
    const many = withHistory({ ...counting(0), run: async function* () { yield report; } }); // prettier-ignore
    for await (const each of many.run()) expect(each).toBe(report);
    expect(many.curves).toHaveLength(128);
  });
});
