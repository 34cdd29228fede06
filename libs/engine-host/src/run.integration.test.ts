import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { failureOf, startTestHost, testJob, type TestHost } from './host.fixture.js';

let test: TestHost;
afterEach(() => test.close());

/** The text of a job's output. */
async function textOf(outputs: { sha256: string }[]): Promise<string> {
  return readFile(test.store.path(outputs[0]!.sha256), 'utf8');
}

describe('execute', () => {
  it('runs a job in another process and stores what it wrote', async () => {
    test = await startTestHost();
    const input = await test.store.put(Buffer.from(' from input'), { name: '', mediaType: '' });
    const { holder } = testJob({ steps: 3, input: input.sha256 });
    const { outputs, metrics } = await test.host.execute(holder);
    expect(metrics['pid']).not.toBe(process.pid);
    expect(outputs).toMatchObject([{ name: 'word.txt', mediaType: 'text/plain' }]);
    expect(await textOf(outputs)).toBe(`${metrics['word']} from input`);
    expect(await test.scratchFiles()).toEqual([]);
  });

  it('tells of the first and the last step', async () => {
    test = await startTestHost();
    const { holder, progress } = testJob({ steps: 500 });
    const { metrics } = await test.host.execute(holder);
    const { word } = metrics;
    expect(progress.all[0]).toMatchObject({ phase: 'count', step: 1n, steps: 500n });
    expect(progress.all.at(-1)).toMatchObject({ step: 500n, metrics: { word } });
    expect(progress.all.length).toBeLessThan(100);
  });

  it('ends with a checkpoint of the last state', async () => {
    test = await startTestHost();
    const job = testJob({ steps: 5 });
    const { metrics } = await test.host.execute(job.holder);
    expect(job.checkpoints.all).toMatchObject([{ phase: 'count', step: 5n }]);
    const again = testJob({ steps: 5 }, { epoch: 2, checkpoint: job.checkpoints.all[0]! });
    const { metrics: repeated } = await test.host.execute(again.holder);
    expect(repeated['word']).toBe(metrics['word']);
    expect(again.progress.all).toEqual([]);
  });

  it('writes a note into the log, also where its report is not told', async () => {
    test = await startTestHost();
    const { holder, notes, progress } = testJob({ steps: 500, at: 7, what: 'note' });
    await test.host.execute(holder);
    expect(notes.all).toEqual(['noted']);
    expect(progress.all.every((told) => !('note' in told))).toBe(true);
  });

  it('shows pictures as PNG artifacts', async () => {
    test = await startTestHost();
    const { holder, previews } = testJob({ steps: 3, at: 2, what: 'preview' });
    await test.host.execute(holder);
    expect(previews.all).toMatchObject([
      { title: 'a b', image: { name: 'a-b.png', mediaType: 'image/png' } },
    ]);
    const { data, info } = await sharp(test.store.path(previews.all[0]!.image!.sha256))
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 2, height: 1 });
    expect([...data]).toEqual([0, 255]);
  });

  it('uses a warm process again, until it has run enough jobs', async () => {
    test = await startTestHost({ maxJobs: 2 });
    const pids: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      pids.push((await test.host.execute(testJob({ steps: 1 }).holder)).metrics['pid']);
    }
    expect(pids[1]).toBe(pids[0]);
    expect(pids[2]).not.toBe(pids[0]);
  });

  it('replaces a process that holds too much memory', async () => {
    test = await startTestHost({ maxRssBytes: 1 });
    const first = await test.host.execute(testJob({ steps: 1 }).holder);
    const second = await test.host.execute(testJob({ steps: 1 }).holder);
    expect(second.metrics['pid']).not.toBe(first.metrics['pid']);
  });

  it('runs jobs at the same time in processes of their own', async () => {
    test = await startTestHost();
    const [first, second] = await Promise.all([
      test.host.execute(testJob({ steps: 1 }, { id: 'j1' }).holder),
      test.host.execute(testJob({ steps: 1 }, { id: 'j2' }).holder),
    ]);
    expect(first.metrics['pid']).not.toBe(second.metrics['pid']);
  });
});

describe('execute fails', () => {
  it('with the error of the training, bad fields included', async () => {
    test = await startTestHost();
    const { holder } = testJob({ steps: 3, at: 2, what: 'throw' });
    const error = await failureOf(test.host.execute(holder));
    expect(error).toMatchObject({
      kind: 'corrupt-data',
      message: 'the data ends too early',
      fields: [{ field: 'images', description: 'too short' }],
    });
    expect((error as Error).cause).toMatchObject({
      stack: expect.stringContaining('counter.fixture') as string,
    });
    expect(await test.scratchFiles()).toEqual([]);
  });

  it('when an input is not in the store, and names it', async () => {
    test = await startTestHost();
    const input = 'ab'.repeat(32);
    const error = await failureOf(test.host.execute(testJob({ steps: 3, input }).holder));
    expect(error).toMatchObject({ kind: 'not-found', message: `no such artifact: ${input}` });
  });

  it('when the engine knows no such kind of job', async () => {
    test = await startTestHost();
    const { holder } = testJob({ steps: 1 }, { kind: 'Dance' });
    const error = await failureOf(test.host.execute(holder));
    expect(error).toMatchObject({
      kind: 'failed-precondition',
      message: 'this engine knows no kind of job Dance',
    });
  });

  it('when an output has not been written', async () => {
    test = await startTestHost();
    const { holder } = testJob({ steps: 1, forgets: 'model.onnx' });
    await expect(test.host.execute(holder)).rejects.toThrow('cannot store the output model.onnx');
  });

  it('when the disk is full while the engine process writes an output', async () => {
    test = await startTestHost();
    const { holder } = testJob({ steps: 1, writesTo: '/dev/full' });
    await expect(test.host.execute(holder)).rejects.toMatchObject({ kind: 'resource-exhausted' });
  });

  it('when the output has a name that is a path', async () => {
    test = await startTestHost();
    const { holder } = testJob({ steps: 1, forgets: '../model.onnx' });
    await expect(test.host.execute(holder)).rejects.toThrow('got "../model.onnx"');
  });

  it('when the engine process cannot start, with what it printed', async () => {
    test = await startTestHost({ entry: new URL('./missing.js', import.meta.url) });
    const error = await failureOf(test.host.execute(testJob({ steps: 1 }).holder));
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect((error as Error).message).toMatch(/died \(exit code 1\).*missing\.js/s);
  });
});
