import type { WireTensor } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { Batcher, type BatchSettings } from './batcher.js';
import type { ComputedBatch } from './model-observer.js';

const spec = (shape: bigint[]) => [{ name: 'x', datatype: 'UINT8', shape }];
const never = new AbortController().signal;

const input = (...rows: number[]): WireTensor[] => [
  { name: 'x', datatype: 'UINT8', shape: [rows.length], data: Uint8Array.from(rows) },
];

/** A model that doubles bytes when it is told to go on, and the batches that it was given. */
function held(settings: Partial<BatchSettings> = {}, shape = [-1n]) {
  const batches: number[][] = [];
  const waiting: { go: () => void; fail: (error: Error) => void }[] = [];
  const heard: (() => void)[] = [];
  const predict = async ([x]: readonly WireTensor[]) => {
    batches.push([...x!.data]);
    heard.shift()?.();
    await new Promise<void>((go, fail) => waiting.push({ go, fail }));
    return [{ ...x!, data: x!.data.map((byte) => 2 * byte) }];
  };
  const signature = { inputs: spec(shape), outputs: spec(shape) };
  const all = { maxBatch: 4, maxDelayMs: 0, queueLimit: 8, ...settings };
  const told: (ComputedBatch | 'refused')[] = [];
  const by = {
    batch: (_: string, batch: ComputedBatch) => void told.push(batch),
    refused: () => void told.push('refused'),
  };
  return {
    batches,
    /** What its observer has heard. */
    told,
    batcher: new Batcher({ signature, predict }, all, { kind: 'doubler', by }),
    /** Resolves when so many more batches have begun. */
    begun: () => new Promise<void>((resolve) => heard.push(resolve)),
    go: () => waiting.shift()!.go(),
    fail: (error: Error) => waiting.shift()!.fail(error),
  };
}

const bytes = ([x]: readonly WireTensor[]) => [...x!.data];

describe('Batcher', () => {
  it('computes calls of one turn together and gives each its rows', async () => {
    const model = held();
    const begun = model.begun();
    const answers = [input(1), input(2, 3)].map((x) => model.batcher.submit(x, never));
    await begun;
    model.go();
    expect((await Promise.all(answers)).map(bytes)).toEqual([[2], [4, 6]]);
    expect(model.batches).toEqual([[1, 2, 3]]);
  });

  it('computes what came meanwhile in the next batch, never more rows than allowed', async () => {
    const model = held();
    let begun = model.begun();
    const first = model.batcher.submit(input(1), never);
    await begun;
    const rest = [2, 3, 4, 5, 6].map((row) => model.batcher.submit(input(row), never));
    for (let i = 0; i < 2; i++) {
      begun = model.begun();
      model.go();
      await begun;
    }
    model.go();
    await Promise.all([first, ...rest]);
    expect(model.batches).toEqual([[1], [2, 3, 4, 5], [6]]);
  });

  it('waits for others as long as it may, and no longer than the batch is full', async () => {
    const model = held({ maxDelayMs: 60_000, maxBatch: 2 });
    const begun = model.begun();
    const answers = [input(1), input(2)].map((x) => model.batcher.submit(x, never));
    await begun;
    model.go();
    await Promise.all(answers);
    expect(model.batches).toEqual([[1, 2]]);
  });

  it('computes a call alone whose batch is larger than allowed', async () => {
    const model = held({ maxBatch: 2 });
    const begun = model.begun();
    const answer = model.batcher.submit(input(1, 2, 3), never);
    await begun;
    model.go();
    expect(bytes(await answer)).toEqual([2, 4, 6]);
  });

  it('never joins calls of a model without a batch', async () => {
    const model = held({}, [1n]);
    let begun = model.begun();
    const answers = [input(1), input(2)].map((x) => model.batcher.submit(x, never));
    await begun;
    begun = model.begun();
    model.go();
    await begun;
    model.go();
    await Promise.all(answers);
    expect(model.batches).toEqual([[1], [2]]);
  });

  it('refuses calls beyond the limit, with a time to repeat', async () => {
    const model = held({ queueLimit: 1 });
    const begun = model.begun();
    const first = model.batcher.submit(input(1), never);
    await begun;
    const second = model.batcher.submit(input(2), never);
    const refused = () => model.batcher.submit(input(3), never);
    expect(refused).toThrow(PolymathError);
    try {
      void refused();
    } catch (error) {
      expect(error).toMatchObject({ kind: 'resource-exhausted', retryAfterMs: 10 });
    }
    const next = model.begun();
    model.go();
    await next;
    model.go();
    await Promise.all([first, second]);
  });

  it('never computes a call that nobody waits for any more', async () => {
    const model = held();
    const begun = model.begun();
    const first = model.batcher.submit(input(1), never);
    await begun;
    const stop = new AbortController();
    const cancelled = model.batcher.submit(input(2), stop.signal);
    const last = model.batcher.submit(input(3), never);
    stop.abort();
    const next = model.begun();
    model.go();
    await expect(cancelled).rejects.toMatchObject({ kind: 'cancelled' });
    await next;
    model.go();
    await Promise.all([first, last]);
    expect(model.batches).toEqual([[1], [3]]);
  });

  it('counts no call against the limit that nobody waits for', async () => {
    const model = held({ queueLimit: 1 });
    const begun = model.begun();
    const first = model.batcher.submit(input(1), never);
    await begun;
    const stop = new AbortController();
    const cancelled = model.batcher.submit(input(2), stop.signal);
    stop.abort();
    const last = model.batcher.submit(input(3), never);
    await expect(cancelled).rejects.toMatchObject({ kind: 'cancelled' });
    const next = model.begun();
    model.go();
    await next;
    model.go();
    await Promise.all([first, last]);
    expect(model.batches).toEqual([[1], [3]]);
  });

  it('tells every call of a batch that failed, and goes on', async () => {
    const model = held();
    let begun = model.begun();
    const answers = [input(1), input(2)].map((x) => model.batcher.submit(x, never));
    const settled = Promise.allSettled(answers);
    await begun;
    model.fail(new PolymathError('corrupt-data', 'broken'));
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    begun = model.begun();
    const after = model.batcher.submit(input(3), never);
    await begun;
    model.go();
    expect(bytes(await after)).toEqual([6]);
  });

  it('tells its observer of rows, waits and failures', async () => {
    const model = held({ queueLimit: 2 });
    const calls = [model.batcher.submit(input(1, 2), never), model.batcher.submit(input(3), never)];
    expect(() => model.batcher.submit(input(4), never)).toThrow('wait for this model');
    await model.begun();
    model.fail(new PolymathError('internal', 'broken'));
    await Promise.allSettled(calls);
    expect(model.told).toMatchObject(['refused', { rows: 3, failed: true }]);
    const waits = (model.told[1] as ComputedBatch).waitedSeconds;
    expect(waits).toHaveLength(2);
    expect(waits.every((seconds) => seconds >= 0 && seconds < 60)).toBe(true);
  });
});
