import { setTimeout as delay } from 'node:timers/promises';
import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { defaultConnectionSettings, holdSubject } from '@polymath/events';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { context, startPlatform, type Platform } from './jobs.fixture.js';
import { defaultJobSettings } from './settings.js';
import { submission } from './submission.fixture.js';
import { startWorkerProcess, type WorkerProcess } from './worker-process.fixture.js';

// The promise in seconds, which takes some minutes to see: `npm run faults:defaults`.
const isAsked = process.env['POLYMATH_DEFAULT_TIMES'] === '1';
const ackMarginMs = 1000;
const frozenMs = 40_000;
const awayMs = 120_000;
vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

let platform: Platform<NatsFixture>;
let workers: WorkerProcess[];
beforeEach(async () => {
  platform = await startPlatform(await startNats());
  const options = {
    url: platform.nats.url,
    settings: defaultJobSettings,
    connection: defaultConnectionSettings,
  };
  workers = [await startWorkerProcess(options), await startWorkerProcess(options)];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await platform.close();
});

/** A job that one of the workers has begun and left a checkpoint of, and the other worker's next attempt. */
async function begin() {
  const { id } = await platform.submit();
  const begun = workers.map((worker) => worker.next());
  const first = await Promise.race(begun.map(async (attempt, i) => attempt.then(() => i)));
  const attempt = await begun[first]!;
  expect(await attempt.checkpoint(1)).toBeUndefined();
  return { id, attempt, holder: workers[first]!, elsewhere: begun[1 - first]! };
}

/** Seconds since a moment of `performance.now()`, for people. */
const secondsSince = (start: number, end = performance.now()) => ((end - start) / 1000).toFixed(1);

describe.runIf(isAsked)('under the default times', () => {
  it('a worker that is killed is noticed within 30 s, and its job goes on within 45 s', async () => {
    const { id, holder, elsewhere } = await begin();
    const noticed = new Promise<number>((resolve) => {
      const { nats } = platform.store.connection;
      const callback = () => resolve(performance.now());
      nats.subscribe(holdSubject(id, 1), { callback });
    });
    await holder.kill();
    const killed = performance.now();
    const noticedMs = (await noticed) - killed;
    const attempt = await elsewhere;
    const resumedMs = performance.now() - killed;
    console.log(
      `noticed after ${secondsSince(0, noticedMs)} s, resumed after ${secondsSince(0, resumedMs)} s`,
    );
    expect(attempt.job).toMatchObject({ id, epoch: 2, attempt: 1 });
    expect(noticedMs).toBeLessThan(30_000 + ackMarginMs);
    expect(resumedMs).toBeLessThan(45_000);
    await attempt.succeed();
    await platform.reaches(id, JobState.JOB_STATE_SUCCEEDED);
  });

  it('a worker that is frozen for 40 s commits nothing once it wakes', async () => {
    const { id, attempt, holder, elsewhere } = await begin();
    await holder.freeze();
    const frozen = performance.now();
    const thief = await elsewhere;
    console.log(`taken over after ${secondsSince(frozen)} s`);
    expect(performance.now() - frozen).toBeLessThan(frozenMs);
    await delay(frozenMs - (performance.now() - frozen));
    const late = [attempt.checkpoint(9), attempt.succeed({ from: 1 })];
    holder.thaw();
    expect((await Promise.all(late))[0]).toBe('lost');
    expect(await attempt.stopped).toBe('lost');
    expect(await platform.record(id)).toMatchObject({
      ...{ state: JobState.JOB_STATE_RUNNING, epoch: 2, checkpoint: { step: 1n } },
    });
    await thief.succeed({ from: 2 });
    const job = await platform.reaches(id, JobState.JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 2, attempt: 1, metrics: { from: 2 } });
  });

  it('NATS away for 2 minutes costs a job that trains nothing, and calls answer at once', async () => {
    const { id, attempt, elsewhere } = await begin();
    let moved = false;
    void elsewhere.then(() => (moved = true));
    const service = await platform.start(defaultJobSettings);
    void service.script.next().then(() => (moved = true));
    await platform.nats.kill();
    const away = performance.now();
    await expect.poll(() => service.connection.connected).toBe(false);
    while (performance.now() - away < awayMs) {
      const asked = performance.now();
      const unavailable = { kind: 'unavailable', retryAfterMs: 1000 };
      await expect(async () => service.submit(submission())).rejects.toMatchObject(unavailable);
      const get = async () => service.handlers.getJob({ jobId: id }, context());
      await expect(get).rejects.toMatchObject(unavailable);
      expect(performance.now() - asked).toBeLessThan(500);
      await delay(5000);
    }
    await platform.nats.start();
    const back = performance.now();
    expect(await attempt.checkpoint(2)).toBeUndefined();
    console.log(`checkpoint in the record ${secondsSince(back)} s after NATS was back`);
    // As long as a token and a silent holder are waited for, and some more.
    await delay(defaultJobSettings.ackWaitMs + defaultJobSettings.graceMs + 5000);
    expect(moved).toBe(false);
    await attempt.succeed();
    const job = await platform.reaches(id, JobState.JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 1, attempt: 0, errors: [], checkpoint: { step: 2n } });
  });
});
