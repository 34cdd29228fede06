import { afterEach, describe, expect, it } from 'vitest';
import type { CounterSpec } from './counter.fixture.js';
import { failureOf, startTestHost, testJob, type TestHost } from './host.fixture.js';
import type { LoadedModel } from './host/load-model.js';

let test: TestHost;
afterEach(() => test.close());

async function load(what: Partial<CounterSpec> = {}, kind = 'Doubler'): Promise<LoadedModel> {
  const file = Buffer.from(JSON.stringify(what));
  const { sha256 } = await test.store.put(file, { name: '', mediaType: '' });
  return test.host.loadModel(kind, test.store.path(sha256));
}

/** The doubled bytes, the number of the process and of the models in it. */
async function double(model: LoadedModel, ...bytes: number[]) {
  const data = Uint8Array.from(bytes);
  const input = { name: 'x', datatype: 'UINT8', shape: [bytes.length], data };
  const [y, facts] = await model.predict([input]);
  const [pid, models] = Buffer.from(facts!.data).toString().split(' ').map(Number);
  return { y: [...y!.data], pid, models };
}

describe('a loaded model', () => {
  it('tells what it takes and computes again and again', async () => {
    test = await startTestHost();
    const model = await load();
    expect(model.signature.inputs).toEqual([{ name: 'x', datatype: 'UINT8', shape: [-1n] }]);
    expect((await double(model, 1, 2)).y).toEqual([2, 4]);
    expect((await double(model, 5)).y).toEqual([10]);
  });

  it('lies in a process of models, apart from this one and those of jobs', async () => {
    test = await startTestHost();
    const [first, second] = [await load(), await load()];
    const { pid, models } = await double(second, 1);
    expect(models).toBe(2);
    expect((await double(first, 1)).pid).toBe(pid);
    const job = await test.host.execute(testJob({ steps: 1 }).holder);
    expect([process.pid, job.metrics['pid']]).not.toContain(pid);
  });

  it('is freed when it is unloaded, and the others stay', async () => {
    test = await startTestHost();
    const [first, second] = [await load(), await load()];
    await first.unload();
    expect((await double(second, 1)).models).toBe(1);
  });

  it('stays when a prediction fails, with the error as it was thrown', async () => {
    test = await startTestHost();
    const model = await load({ what: 'throw' });
    expect(await failureOf(double(model, 255))).toMatchObject({
      kind: 'corrupt-data',
      fields: [{ field: 'images' }],
    });
    expect((await double(model, 1)).y).toEqual([2]);
  });

  it('is gone with its process, and can be loaded again', async () => {
    test = await startTestHost();
    const model = await load({ what: 'die' });
    expect(await failureOf(double(model, 255))).toMatchObject({ kind: 'unavailable' });
    await model.unload();
    expect((await double(await load(), 1)).models).toBe(1);
  });

  it('of no known kind is refused', async () => {
    test = await startTestHost();
    expect(await failureOf(load({}, 'Tripler'))).toMatchObject({
      kind: 'failed-precondition',
      message: 'this engine knows no kind of model Tripler',
    });
  });
});
