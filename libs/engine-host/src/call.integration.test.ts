import { afterEach, describe, expect, it } from 'vitest';
import type { CounterSpec } from './counter.fixture.js';
import { failureOf, startTestHost, testJob, type TestHost } from './host.fixture.js';

let test: TestHost;
afterEach(() => test.close());

function call(spec: CounterSpec, signal = new AbortController().signal, name = 'Letters') {
  const request = Buffer.from(JSON.stringify(spec));
  const items = test.host.call(name, request, signal);
  return items[Symbol.asyncIterator]() as AsyncGenerator<Uint8Array>;
}

/** Letter, process and number of each item. */
async function itemsOf(items: AsyncIterable<Uint8Array>): Promise<string[][]> {
  const result: string[][] = [];
  for await (const item of items) result.push(Buffer.from(item).toString().split(' '));
  return result;
}

describe('call', () => {
  it('gives the items in order, computed in another process', async () => {
    test = await startTestHost();
    const items = await itemsOf(call({ steps: 5 }));
    expect(items.map(([letter]) => letter).join('')).toBe('abcab');
    expect(items[0]![1]).not.toBe(String(process.pid));
    expect(await test.scratchFiles()).toEqual([]);
  });

  it('reads its inputs out of the store', async () => {
    test = await startTestHost();
    const { sha256 } = await test.store.put(Buffer.from('xyz'), { name: '', mediaType: '' });
    const items = await itemsOf(call({ steps: 3, input: sha256 }));
    expect(items.map(([letter]) => letter).join('')).toBe('xyz');
  });

  it('does not wait behind a job, and calls share a process', async () => {
    test = await startTestHost();
    const { holder, stop, progress } = testJob({ steps: 1e12 });
    const job = failureOf(test.host.execute(holder));
    await progress.until((all) => all.length > 0);
    const [[first], [second]] = await Promise.all([
      itemsOf(call({ steps: 1 })),
      itemsOf(call({ steps: 1 })),
    ]);
    expect(first![1]).toBe(second![1]);
    stop.abort(new Error('enough'));
    await job;
  });

  it('computes only what is taken', async () => {
    test = await startTestHost();
    const items = call({ steps: 1e12 });
    await items.next();
    await items.return(undefined);
    // The process would be busy for ever otherwise.
    expect(await itemsOf(call({ steps: 1 }))).toHaveLength(1);
    expect(await test.scratchFiles()).toEqual([]);
  });

  it('ends when its signal aborts', async () => {
    test = await startTestHost();
    const controller = new AbortController();
    const items = call({ steps: 1e12 }, controller.signal);
    await items.next();
    controller.abort(new Error('nobody listens'));
    expect(await failureOf(items.next())).toMatchObject({ message: 'nobody listens' });
  });

  it('throws the error of the other process', async () => {
    test = await startTestHost();
    const error = await failureOf(itemsOf(call({ steps: 1, what: 'throw' })));
    expect(error).toMatchObject({ kind: 'corrupt-data', message: 'the data ends too early' });
  });

  it('says when the process dies, and works again', async () => {
    test = await startTestHost();
    const error = await failureOf(itemsOf(call({ steps: 1, what: 'die' })));
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(await itemsOf(call({ steps: 1 }))).toHaveLength(1);
  });

  it('names what is not there', async () => {
    test = await startTestHost();
    const input = 'ab'.repeat(32);
    await expect(itemsOf(call({ steps: 1, input }))).rejects.toThrow(`no such artifact: ${input}`);
    const unknown = itemsOf(call({ steps: 1 }, undefined, 'Numbers'));
    await expect(unknown).rejects.toThrow('this engine knows no call Numbers');
  });

  it('lets an idle process end', async () => {
    test = await startTestHost({ idleMs: 0 });
    const [[first]] = [await itemsOf(call({ steps: 1 }))];
    await test.logged('engine process ended');
    const [[second]] = [await itemsOf(call({ steps: 1 }))];
    expect(second![1]).not.toBe(first![1]);
  });
});

describe('describe', () => {
  it('asks the engine process what computes', async () => {
    test = await startTestHost();
    expect(await test.host.describe()).toMatchObject({ library: 'counter', device: 'cpu' });
  });
});

describe('close', () => {
  it('ends what still runs', async () => {
    test = await startTestHost();
    const { holder, progress } = testJob({ steps: 1e12 });
    const job = failureOf(test.host.execute(holder));
    await progress.until((all) => all.length > 0);
    await test.host.close();
    expect(await job).toMatchObject({ kind: 'unavailable' });
    expect(await failureOf(itemsOf(call({ steps: 1 })))).toMatchObject({ kind: 'unavailable' });
  });
});
