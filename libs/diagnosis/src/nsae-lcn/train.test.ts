import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot, liveTensors } from '@polymath/tensor';
import type { LabelledWindows } from '../preprocessing/index.js';
import { accuracyOf } from '../recognizer/index.js';
import { expectAbortable, expectResumable, finish, ringing } from '../testing.js';
import { nsaeFilters, saeFilters, servingConfig, type NsaeLcnConfig } from './config.js';
import { modelFrom, modelSnapshot } from './model-file.js';
import { diagnose, modelScores } from './model.js';
import { trainNsaeLcn } from './train.js';

const training = ringing(90, 120, 1);
const lbfgs = { kind: 'lbfgs', iterations: 6, history: 4 } as const;
const adam = { kind: 'adam', steps: 5, batchSize: 64, learningRate: 0.01, lastLearningRate: 1e-4 } as const; // prettier-ignore
const small: NsaeLcnConfig = {
  ...servingConfig,
  segments: { count: 300, length: 16 },
  filters: { ...nsaeFilters, outputs: 16, minimizer: lbfgs } as NsaeLcnConfig['filters'],
  features: { stride: 4, poolings: ['mean'], logarithm: true },
  recognizer: { weightDecay: 1e-3, minimizer: lbfgs },
};
const filters = (kind: typeof nsaeFilters, minimizer: typeof lbfgs | typeof adam) =>
  ({ ...kind, outputs: 12, minimizer }) as NsaeLcnConfig['filters']; // prettier-ignore

describe('trainNsaeLcn', () => {
  it.each<[string, Partial<NsaeLcnConfig>]>([
    ['NSAE by L-BFGS', {}],
    ['NSAE by Adam', { filters: filters(nsaeFilters, adam) }],
    ['SAE by L-BFGS', { filters: filters(saeFilters, lbfgs) }],
    ['SAE by Adam, both by Adam', { filters: filters(saeFilters, adam), recognizer: { weightDecay: 0, minimizer: adam } }],
    ['random filters', { filters: { kind: 'random', outputs: 12 } }],
  ])('goes on to the same bits from a snapshot after any step: %s', async (_, changed) => {
    const make = () => trainNsaeLcn({ ...small, ...changed }, training);
    await expectResumable(make);
    await expectAbortable(make);
  }); // prettier-ignore

  it('learns conditions that differ in their resonance, and names those of new windows', async () => {
    const method = trainNsaeLcn(small, training);
    const reports = await finish(method);
    expect([...new Set(reports.map(({ phase }) => phase))]).toEqual(['filters', 'features', 'recognizer']); // prettier-ignore
    const test = ringing(60, 120, 2);
    const model = method.model();
    expect(accuracyOf(modelScores(model, test), test.labels)).toBeGreaterThan(0.95);
    const { values, length } = diagnose(model, test);
    expect(values.subarray(0, length).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    method.dispose();
    const again = modelFrom(decodeSnapshot(encodeSnapshot(modelSnapshot(model))));
    expect(modelScores(again, test)).toEqual(modelScores(model, test));
  });

  it('repeats for a seed and differs for another, and leaves no tensor behind', async () => {
    const stateOf = async (seed: number) => {
      const method = trainNsaeLcn({ ...small, seed }, training);
      await finish(method);
      const state = encodeSnapshot(method.save());
      method.dispose();
      return state;
    };
    const first = await stateOf(1);
    const before = liveTensors();
    expect(await stateOf(1)).toEqual(first);
    expect(await stateOf(2)).not.toEqual(first);
    expect(liveTensors()).toBe(before);
  });

  it('does not learn the offset of a recording instead of its condition', async () => {
    // Each condition has an offset of its own, which is another one in the test.
    const offset = (windows: LabelledWindows, shifts: readonly number[]) => {
      const values = windows.values.map((value, k) => value + shifts[windows.labels[Math.floor(k / 120)]!]!); // prettier-ignore
      return { ...windows, values };
    };
    const test = offset(ringing(60, 120, 2), [9, 0, -9]);
    const accuracies = [];
    for (const removeMean of [true, false]) {
      const levels = { removeMean, scale: 'absolute' } as const;
      const method = trainNsaeLcn({ ...small, levels }, offset(training, [-9, 0, 9]));
      await finish(method);
      accuracies.push(accuracyOf(modelScores(method.model(), test), test.labels));
      method.dispose();
    }
    expect(accuracies[0]).toBeGreaterThan(0.95);
    expect(accuracies[1]).toBeLessThan(accuracies[0]! - 0.3);
  });

  it('names every bad setting', () => {
    const bad: NsaeLcnConfig = {
      ...small,
      segments: { count: 0, length: 121 },
      projection: { kind: 'whiten', epsilon: 0 },
      filters: { ...nsaeFilters, outputs: 0, sparsity: -1 } as NsaeLcnConfig['filters'],
      features: { stride: 0, poolings: [], logarithm: false },
    };
    expect(() => trainNsaeLcn(bad, training)).toThrow(
      [
        'segments.count: must be a whole number of at least 1, got 0',
        'features.stride: must be a whole number of at least 1, got 0',
        "segments.length: must be at most the window's 120, got 121",
        'projection.epsilon: must be above 0, got 0',
        'features.poolings: must be at least one, each once',
        'filters.outputs: must be a whole number of at least 1, got 0',
        'filters.sparsity: must be at least 0, got -1',
      ].join('; '),
    );
  });

  it('rejects windows of another length, and a file of something else', async () => {
    const method = trainNsaeLcn(small, training);
    await finish(method);
    const model = method.model();
    method.dispose();
    const other = { count: 1, length: 100, values: training.values.slice(0, 100) };
    expect(() => diagnose(model, other)).toThrow('expected windows of 120 samples, got 100');
    expect(() => modelFrom({ tensors: new Map(), state: {} })).toThrow('the state is none of an NSAE-LCN model'); // prettier-ignore
    const { tensors, state } = modelSnapshot(model);
    const others = new Map([...tensors].filter(([name]) => name !== 'bias'));
    expect(() => modelFrom({ tensors: others, state })).toThrow(
      'model: bias must be float32 [3], got none',
    );
  });
});
