import { describe, expect, it } from 'vitest';
import {
  dispose,
  gather,
  mean,
  Parameter,
  square,
  sub,
  tensor,
  tidy,
  floatsOf,
} from '@polymath/tensor';
import { expectNoLeak, expectResumable, finish } from '../testing.js';
import { minimize } from './minimize.js';
import { adamDefaults, lbfgsDefaults, type Minimizer } from './problem.js';

const items = Float32Array.from({ length: 30 }, (_, i) => Math.sin(i * i));
const middle = items.reduce((sum, value) => sum + value / 30, 0);

/** The mean of (x - item)², least at the items' mean. */
function setUp(minimizer: Minimizer) {
  const x = new Parameter(Float32Array.of(5), [1]);
  const loss = (places?: Int32Array) => {
    const all = tensor(items);
    return mean(square(sub(places ? gather(all, tensor(places)) : all, x)));
  };
  const problem = { parameters: new Map([['x', x]]), count: 30, loss };
  const training = minimize(problem, minimizer, { phase: 'fit', seed: 1 });
  return { training, x, dispose: () => { training.dispose(); dispose(x); } }; // prettier-ignore
}

const adam = { ...adamDefaults, steps: 400, batchSize: 10, learningRate: 0.1 };

describe('minimize', () => {
  it('by L-BFGS ends early, at the minimum', async () => {
    const { training, x, dispose: free } = setUp(lbfgsDefaults);
    const reports = await finish(training);
    expect(reports.length).toBeLessThan(20);
    expect(reports.at(-1)).toMatchObject({ phase: 'fit', step: reports.length, steps: reports.length }); // prettier-ignore
    expect(tidy(() => floatsOf(x))[0]).toBeCloseTo(middle, 5);
    free();
  });

  it('by Adam comes near it, at a rate that falls along a cosine', async () => {
    const { training, x, dispose: free } = setUp(adam);
    expect(await finish(training)).toHaveLength(400);
    expect(tidy(() => floatsOf(x))[0]).toBeCloseTo(middle, 1);
    const { state } = training.save();
    expect(JSON.stringify(state)).toContain('"learningRate":0.0001');
    free();
  });

  it.each<Minimizer>([{ ...lbfgsDefaults, iterations: 4 }, { ...adam, steps: 7 }])('resumes exactly: %j', async (minimizer) => {
    await expectResumable(() => {
      const { training, dispose: free } = setUp(minimizer);
      return { run: (signal) => training.run(signal), save: () => training.save(), load: (state) => training.load(state), dispose: free };
    });
    await expectNoLeak(async () => {
      const { training, dispose: free } = setUp(minimizer);
      await finish(training);
      free();
    });
  }); // prettier-ignore

  it('names every bad setting', () => {
    expect(() => setUp({ kind: 'lbfgs', iterations: 0, history: -1 })).toThrow('iterations: must be a whole number of at least 1, got 0; history: must be a whole number of at least 1, got -1'); // prettier-ignore
    expect(() => setUp({ ...adam, learningRate: 0 })).toThrow('learningRate: must be above 0, got 0'); // prettier-ignore
  });
});
