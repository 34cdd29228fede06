import { decodeSnapshot, encodeSnapshot, type Report, type Training } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { withEpochs } from './with-epochs.js';

/** Two phases of two epochs with two steps each; the loss is the number of the step, judged at the end of an epoch of the second. */
function counting(): Training {
  let done = 0;
  const report = (): Report => {
    const phase = done <= 4 ? 'hints' : 'distil';
    const step = phase === 'hints' ? done : done - 4;
    const judged = phase === 'distil' && step % 2 === 0 ? { validationAccuracy: step / 4 } : {};
    return { phase, step, steps: 4, metrics: { loss: done, ...judged } };
  };
  return {
    run: async function* () {
      while (done < 8) {
        done++;
        yield await Promise.resolve(report());
      }
    },
    save: () => ({ tensors: new Map(), state: done }),
    load: ({ state }) => (done = state as number),
    dispose: () => undefined,
  };
}

const make = () => withEpochs(counting(), { hints: 2, distil: 2 });

async function reportsOf(training: Training): Promise<Report[]> {
  const reports: Report[] = [];
  for await (const report of training.run()) reports.push(report);
  return reports;
}

describe('withEpochs', () => {
  it('gives the mean of each metric over the steps of an epoch', async () => {
    const training = make();
    await reportsOf(training);
    expect(training.epochs).toEqual([
      { phase: 'hints', epoch: 1, metrics: { loss: 1.5 } },
      { phase: 'hints', epoch: 2, metrics: { loss: 3.5 } },
      { phase: 'distil', epoch: 1, metrics: { loss: 5.5, validationAccuracy: 0.5 } },
      { phase: 'distil', epoch: 2, metrics: { loss: 7.5, validationAccuracy: 1 } },
    ]);
  });

  it('says the epoch and how the last one was judged with each report', async () => {
    const reports = await reportsOf(make());
    expect(reports.map(({ metrics }) => metrics['epoch'])).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
    expect(reports.slice(4).map(({ metrics }) => metrics['validationAccuracy'])).toEqual([
      ...[undefined, 0.5, 0.5, 1],
    ]);
  });

  it('goes on from any report to the same table', async () => {
    const whole = make();
    const states: Uint8Array[] = [];
    for await (const report of whole.run()) {
      expect(report.steps).toBe(4);
      states.push(encodeSnapshot(whole.save()));
    }
    for (const state of states) {
      const resumed = make();
      resumed.load(decodeSnapshot(state));
      await reportsOf(resumed);
      expect(resumed.epochs).toEqual(whole.epochs);
      expect(encodeSnapshot(resumed.save())).toEqual(encodeSnapshot(whole.save()));
    }
  });
});
