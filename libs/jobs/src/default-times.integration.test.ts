import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { defaultConnectionSettings, holdSubject } from '@polymath/events';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPlatform, type Platform } from './jobs.fixture.js';
import { defaultJobSettings } from './settings.js';
import { startWorkerProcess, type WorkerProcess } from './worker-process.fixture.js';

// The promise in seconds, which takes about a minute to see: `npm run faults:defaults`.
const isAsked = process.env['POLYMATH_DEFAULT_TIMES'] === '1';
const ackMarginMs = 1000;
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

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

describe.runIf(isAsked)('a worker that is killed, under the default times,', () => {
  it('is noticed within 30 s, and its job goes on within 45 s', async () => {
    const { id } = await platform.submit();
    const begun = workers.map((worker) => worker.next());
    const first = await Promise.race(begun.map(async (attempt, i) => attempt.then(() => i)));
    const noticed = new Promise<number>((resolve) => {
      const { nats } = platform.store.connection;
      const callback = () => resolve(performance.now());
      nats.subscribe(holdSubject(id, 1), { callback });
    });
    await workers[first]!.kill();
    const killed = performance.now();
    const noticedMs = (await noticed) - killed;
    const attempt = await begun[1 - first]!;
    const resumedMs = performance.now() - killed;
    const [noticedS, resumedS] = [noticedMs, resumedMs].map((ms) => (ms / 1000).toFixed(1));
    console.log(`noticed after ${noticedS} s, resumed after ${resumedS} s`);
    expect(attempt.job).toMatchObject({ id, epoch: 2, attempt: 1 });
    expect(noticedMs).toBeLessThan(30_000 + ackMarginMs);
    expect(resumedMs).toBeLessThan(45_000);
    await attempt.succeed();
    await platform.reaches(id, JobState.JOB_STATE_SUCCEEDED);
  });
});
