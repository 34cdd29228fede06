import { randomStream, type Json } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { Batches } from './batches.js';

const take = (batches: Batches, n: number) => Array.from({ length: n }, () => [...batches.next()]);

describe('Batches', () => {
  it('go through the items in their order without a random stream', () => {
    const batches = new Batches({ count: 5, batchSize: 2 });
    expect(take(batches, 4)).toEqual([[0, 1], [2, 3], [4], [0, 1]]);
  });

  it('drop what fills no batch when asked to', () => {
    const batches = new Batches({ count: 5, batchSize: 2, remainder: 'drop' });
    expect(batches.batchesPerEpoch).toBe(2);
    expect(take(batches, 3)).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
    ]);
  });

  it('give every item once an epoch, in another order each epoch', () => {
    const batches = new Batches({ count: 50, batchSize: 8, random: randomStream(1, 'order') });
    const [first, second] = [take(batches, 7).flat(), take(batches, 7).flat()];
    expect(first).not.toEqual(second);
    for (const epoch of [first, second]) {
      expect(epoch.sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    }
  });

  it('continue from a saved position with the same batches, whatever else the stream gave', () => {
    const settings = () => ({ count: 10, batchSize: 3, random: randomStream(1, 'order') });
    const batches = new Batches(settings());
    take(batches, 6);
    const state = JSON.parse(JSON.stringify(batches.save().state)) as Json;
    expect(state).toEqual({ epoch: 1, index: 2 });
    const resumed = new Batches(settings());
    take(resumed, 1);
    resumed.load({ tensors: new Map(), state });
    expect(take(resumed, 9)).toEqual(take(batches, 9));
  });

  it.each([
    { count: 0, batchSize: 1 },
    { count: 3, batchSize: 0 },
    { count: 3, batchSize: 1.5 },
    { count: 3, batchSize: 4, remainder: 'drop' as const },
  ])('rejects %o', (settings) => {
    expect(() => new Batches(settings)).toThrow(
      `cannot make batches of ${settings.batchSize} from ${settings.count} items`,
    );
  });

  it.each([null, { epoch: 0 }, { epoch: 0, index: 4 }, { epoch: -1, index: 0 }])(
    'rejects the position %o',
    (state) => {
      const batches = new Batches({ count: 10, batchSize: 3 });
      expect(() => batches.load({ tensors: new Map(), state })).toThrow(
        `expected an epoch and an index below 4, got ${JSON.stringify(state)}`,
      );
    },
  );
});
