import { setTimeout as delay } from 'node:timers/promises';
import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fastConnection, fastSettings } from './fast-settings.fixture.js';
import { context, startPlatform, type Platform, type Process } from './jobs.fixture.js';
import { script } from './script.fixture.js';
import { submission } from './submission.fixture.js';
import { startWorkerProcess, type WorkerOptions } from './worker-process.fixture.js';

const { JOB_STATE_SUCCEEDED } = JobState;
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let platform: Platform<NatsFixture>;
beforeEach(async () => {
  platform = await startPlatform(await startNats());
});
afterEach(() => platform.close());

/** Two workers that share a script, so that its attempts are those of either. */
async function startTwo() {
  const attempts = script();
  return {
    attempts,
    workers: [await platform.start({}, attempts), await platform.start({}, attempts)],
  };
}

/** Kills the server, waits, and starts it again; resolves when the workers are connected. */
async function outage(workers: Process[], awayMs = 0) {
  await platform.nats.kill();
  await delay(awayMs);
  await platform.nats.start();
  const connections = [platform.store.connection, ...workers.map(({ connection }) => connection)];
  await Promise.all(connections.map((connection) => connection.whenConnected()));
}

/** Waits until the workers have been connected for so long that they would have taken a job from a silent holder. */
async function graceOver(workers: Process[]) {
  const { ackWaitMs, graceMs } = fastSettings;
  const longMs = ackWaitMs + graceMs + 1000;
  for (const { connection } of workers) {
    await expect
      .poll(() => connection.connectedForMs(), { timeout: 30_000 })
      .toBeGreaterThan(longMs);
  }
}

describe('a job, when NATS is killed and comes back,', () => {
  it.each([
    ['at once', 0],
    ['long after its token was due again', 3 * (fastSettings.ackWaitMs + fastSettings.graceMs)],
  ])('%s, stays with its worker under the same epoch', async (_, awayMs) => {
    const { attempts, workers } = await startTwo();
    const { id } = await platform.submit();
    const attempt = await attempts.next();
    await outage(workers, awayMs);
    const step = { artifact: undefined, phase: 'train', step: 1n, time: undefined };
    await attempt.holder.checkpoint(step);
    await graceOver(workers);
    expect(attempt.holder.signal.aborted).toBe(false);
    attempt.succeed();
    const job = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 1, attempt: 0, errors: [], checkpoint: { step: 1n } });
  });

  it('is committed with what was computed meanwhile', async () => {
    const jobs = await platform.start();
    const { id } = await platform.submit();
    const attempt = await jobs.script.next();
    await platform.nats.kill();
    await expect.poll(() => jobs.connection.connected).toBe(false);
    attempt.succeed({ metrics: { loss: 1 } });
    await platform.nats.start();
    await platform.store.connection.whenConnected();
    const job = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 1, metrics: { loss: 1 } });
  });

  it.each([0, 20, 50, 100])('%i ms after its token was out, runs once', async (afterMs) => {
    const { attempts, workers } = await startTwo();
    const { id } = await platform.submit();
    await delay(afterMs);
    await outage(workers);
    const attempt = await attempts.next();
    await graceOver(workers);
    expect(attempt.holder.signal.aborted).toBe(false);
    attempt.succeed();
    const job = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 1, attempt: 0, errors: [] });
  });
});

describe('a call', () => {
  it('is unavailable at once while the server is away', async () => {
    const jobs = await platform.start();
    await platform.nats.kill();
    await expect.poll(() => jobs.connection.connected).toBe(false);
    const unavailable = { kind: 'unavailable', retryAfterMs: 1000 };
    const asked = performance.now();
    await expect(async () => jobs.submit(submission())).rejects.toMatchObject(unavailable);
    const get = async () => jobs.handlers.getJob({ jobId: 'a1' }, context());
    await expect(get).rejects.toMatchObject(unavailable);
    expect(performance.now() - asked).toBeLessThan(500);
    await platform.nats.start();
  });

  it('is unavailable after the time of one request while the server is frozen', async () => {
    const jobs = await platform.start();
    await platform.nats.freeze();
    try {
      const got = jobs.handlers.getJob({ jobId: 'a1' }, context());
      await expect(got).rejects.toMatchObject({ kind: 'unavailable', retryAfterMs: 1000 });
    } finally {
      platform.nats.thaw();
    }
  });
});

describe('a holder that reconnects more slowly than others', () => {
  /** An outage after which the holder comes back late; the job's epoch when somebody has got it. */
  async function afterOutage(options: Omit<WorkerOptions, 'url'>) {
    const holder = await startWorkerProcess({ ...options, url: platform.nats.url });
    try {
      const { id } = await platform.submit();
      const attempt = await holder.next();
      const thief = await platform.start({ graceMs: options.settings!.graceMs! });
      await outage([thief]);
      const stolen = thief.script.next().then(({ holder: { job } }) => job);
      const kept = attempt.checkpoint(1).then(() => platform.record(id));
      return await Promise.race([stolen, kept]);
    } finally {
      await holder.kill();
    }
  }

  it('keeps its job when the grace is three times its wait', async () => {
    const reconnectWaitMs = 2000;
    const settings = { graceMs: 3 * reconnectWaitMs };
    const job = await afterOutage({ settings, connection: { reconnectWaitMs } });
    expect(job).toMatchObject({ epoch: 1, attempt: 0, errors: [] });
  });

  it('loses it when the grace is shorter than its wait', async () => {
    const reconnectWaitMs = 20_000;
    const settings = { graceMs: 3 * fastConnection.reconnectWaitMs };
    const connection = { reconnectWaitMs };
    const job = await afterOutage({ settings, connection, unchecked: true });
    expect(job).toMatchObject({ epoch: 2, attempt: 1, errors: [{ kind: 'unavailable' }] });
  });
});

describe('a job whose record was removed', () => {
  it('does not come back with an older revision when NATS is killed right after', async () => {
    const { store } = platform;
    const { id } = await platform.submit();
    // Written several times, as a running job's record is; the server keeps only the newest revision, but on its disk are all.
    for (let time = 1; time <= 5; time++) {
      const stored = (await store.records.get(id))!;
      await store.records.update(stored, { ...stored.job, interruptions: time });
    }
    await store.records.remove(id);
    await platform.nats.kill();
    await platform.nats.start();
    await store.connection.whenConnected();
    expect(await store.records.get(id)).toBeUndefined();
    await expect.poll(() => store.index.get(id)).toBeUndefined();
  });
});
