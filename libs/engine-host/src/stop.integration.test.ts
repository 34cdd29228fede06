import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { JobStopped, type JobResult } from '@polymath/jobs';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf, startTestHost, testJob, type TestHost, type TestJob } from './host.fixture.js';

const steps = 200;
const endless = 1e12;

let test: TestHost;
afterEach(() => test.close());

/** What an uninterrupted job ends with. */
async function uninterrupted(): Promise<JobResult['outputs']> {
  return (await test.host.execute(testJob({ steps }).holder)).outputs;
}

/** The rest of a job, from the last checkpoint of an attempt that ended early. */
async function resumed({ checkpoints }: TestJob): Promise<JobResult & { first: bigint }> {
  const checkpoint = checkpoints.all.at(-1)!;
  const next = testJob({ steps }, { epoch: 2, checkpoint });
  const result = await test.host.execute(next.holder);
  return { ...result, first: next.progress.all[0]!.step };
}

describe('a process that dies', () => {
  it('is told from a job that fails, with its last words', async () => {
    test = await startTestHost();
    const { holder } = testJob({ steps, at: 100, what: 'die' });
    const error = await failureOf(test.host.execute(holder));
    expect(error).toMatchObject({ kind: 'unavailable', retryAfterMs: 0 });
    expect((error as Error).message).toBe(
      'the engine process died (killed by SIGKILL): tensor core melted',
    );
  });

  it('costs only what came after the last checkpoint: the result is the same', async () => {
    test = await startTestHost({ checkpointEveryReports: 30 });
    const killed = testJob({ steps, at: 100, what: 'die' });
    const attempt = failureOf(test.host.execute(killed.holder));
    expect(await attempt).toMatchObject({ kind: 'unavailable' });
    const { outputs, first } = await resumed(killed);
    expect(first).toBeGreaterThan(1n);
    expect(outputs).toEqual(await uninterrupted());
  });

  it('is replaced for the next job', async () => {
    test = await startTestHost();
    await failureOf(test.host.execute(testJob({ steps, at: 100, what: 'die' }).holder));
    expect(await uninterrupted()).toHaveLength(1);
  });
});

describe('a checkpoint that is gone', () => {
  it('lets the job begin anew, with a warning, to the same result', async () => {
    test = await startTestHost();
    const sha256 = 'ab'.repeat(32);
    const artifact = { sha256, sizeBytes: 1n, name: '', mediaType: '' };
    const checkpoint = { artifact, phase: 'count', step: 1n, time: undefined };
    const job = testJob({ steps }, { checkpoint });
    const { outputs } = await test.host.execute(job.holder);
    expect(job.warnings.all).toEqual([`the checkpoint ${sha256} is gone: beginning anew`]);
    expect(outputs).toEqual(await uninterrupted());
  });
});

describe('a drained job', () => {
  it('writes a last checkpoint, from which the result is the same', async () => {
    test = await startTestHost();
    const drained = testJob({ steps: endless });
    const attempt = failureOf(test.host.execute(drained.holder));
    await drained.progress.until((all) => all.length > 0);
    drained.stop.abort(new JobStopped('drained'));
    expect(await attempt).toMatchObject({ reason: 'drained' });
    expect(drained.checkpoints.all).toHaveLength(1);
    const { step, artifact } = drained.checkpoints.all[0]!;
    const stored = await readFile(test.store.path(artifact!.sha256));
    expect(stored.length).toBe(Number(artifact!.sizeBytes));
    const until = Number(step) + 50;
    const rest = testJob({ steps: until }, { checkpoint: drained.checkpoints.all[0]! });
    const whole = testJob({ steps: until });
    const { outputs } = await test.host.execute(rest.holder);
    expect(outputs).toEqual((await test.host.execute(whole.holder)).outputs);
  });
});

describe('a cancelled job', () => {
  it('stops at its next step', async () => {
    test = await startTestHost();
    const { holder, stop, progress, checkpoints } = testJob({ steps: endless });
    const attempt = failureOf(test.host.execute(holder));
    await progress.until((all) => all.length > 0);
    stop.abort(new JobStopped('cancelled'));
    expect(await attempt).toMatchObject({ reason: 'cancelled' });
    expect(checkpoints.all).toEqual([]);
    expect(await test.scratchFiles()).toEqual([]);
  });

  it('does not start when it was cancelled before', async () => {
    test = await startTestHost();
    const { holder, stop, progress } = testJob({ steps });
    stop.abort(new JobStopped('cancelled'));
    expect(await failureOf(test.host.execute(holder))).toMatchObject({ reason: 'cancelled' });
    expect(progress.all).toEqual([]);
  });

  it.each(['block', 'block-and-ignore-sigterm'] as const)(
    'is ended by force when its step does not end (%s)',
    async (what) => {
      test = await startTestHost({ terminateMs: 20, killMs: 20 });
      const { holder, stop } = testJob({ steps: endless, at: 2, what });
      const attempt = failureOf(test.host.execute(holder));
      await test.logged('blocking');
      stop.abort(new JobStopped('cancelled'));
      expect(await attempt).toMatchObject({ reason: 'cancelled' });
    },
  );
});

describe('a process that hangs', () => {
  it('is killed, as a failed attempt', async () => {
    test = await startTestHost({ hangMs: 10_000 });
    const { holder } = testJob({ steps: endless, at: 2, what: 'block' });
    const error = await failureOf(test.host.execute(holder));
    expect(error).toMatchObject({
      kind: 'deadline-exceeded',
      message: 'the engine process said nothing for 10 s and was killed',
    });
  });
});

describe('a parent that dies', () => {
  it('takes its engine process with it', async () => {
    test = await startTestHost();
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const fixture = new URL('./host.fixture.ts', import.meta.url).href;
    const program = `
      const { startTestHost, testJob } = await import('${fixture}');
      const { host } = await startTestHost();
      const job = testJob({ steps: 1e12 });
      void host.execute(job.holder);
      await job.progress.until((all) => all.length > 0);
      console.log('running');`;
    const { port } = listener.address() as AddressInfo;
    const parent = spawn(
      process.execPath,
      ['--conditions=@polymath/source', '--import', 'tsx', '--input-type=module', '-e', program],
      {
        env: { ...process.env, COUNTER_FIXTURE_PORT: String(port) },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [engine] = (await once(listener, 'connection')) as [Socket];
    engine.on('error', () => undefined).resume();
    await once(parent.stdout, 'data');
    const ended = once(engine, 'close');
    parent.kill('SIGKILL');
    await ended;
    listener.close();
  });
});
