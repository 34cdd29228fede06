import { countsIn, type Training } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { inTurn, type Turn } from './in-turn.js';

let open = 0;

/** Counts to a number; its result is the sum of what it counted. */
function counting(name: string, steps: number): Turn<number> {
  return {
    name,
    tell: (sum) => ({ note: `sum ${sum}`, metrics: { sum } }),
    begin: () => {
      open++;
      let counts = { step: 0, sum: 0 };
      const training: Training = {
        run: async function* (signal) {
          while (counts.step < steps) {
            signal?.throwIfAborted();
            counts = { step: counts.step + 1, sum: counts.sum + counts.step + 1 };
            yield { phase: 'count', step: counts.step, steps, metrics: {} };
          }
        },
        save: () => ({ tensors: new Map(), state: counts }),
        load: ({ state }) => {
          counts = countsIn(state, ['step', 'sum']);
        },
        dispose: () => {
          open--;
        },
      };
      return { training, judge: () => counts.sum };
    },
  };
}

const make = () => inTurn([counting('a', 2), counting('b', 3), counting('c', 1)]);

describe('inTurn', () => {
  it('runs one after the other, tells each result, and frees each', async () => {
    const training = make();
    const told: string[] = [];
    for await (const { phase, step, note = '' } of training.run())
      told.push(`${phase} ${step} ${note}`.trim());
    expect(told).toEqual(['a: count 1', 'a: count 2', 'a: test 1 sum 3', 'b: count 1', 'b: count 2', 'b: count 3', 'b: test 1 sum 6', 'c: count 1']); // prettier-ignore
    expect(training.results()).toEqual([3, 6, 1]);
    training.dispose();
    expect(open).toBe(0);
  });

  it('goes on to the same results from a snapshot after any step, the last included', async () => {
    for (let stop = 1; stop <= 8; stop++) {
      const first = make();
      const reports = first.run();
      for (let i = 0; i < stop; i++) await reports.next();
      const second = make();
      second.load(first.save());
      let rest = 0;
      for await (const { steps } of second.run()) rest += Number(steps > 0);
      expect([rest, second.results()]).toEqual([8 - stop, [3, 6, 1]]);
      first.dispose();
      second.dispose();
    }
    expect(open).toBe(0);
  });
});
