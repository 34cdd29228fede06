import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { connectEvents, defaultConnectionSettings, watchEvents } from '@polymath/events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ended, remains, succeeded } from './jobs.fixture.js';
import {
  startTrainingService,
  takeOverMs,
  type TrainingService,
} from './training-service.fixture.js';

// Processes are started and trainings repeated, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let folder: string;
let test: TrainingService;
let undisturbed: Job;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-service-'));
  test = await startTrainingService(folder);
  undisturbed = await succeeded(test.service, await test.train());
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

/** The newest record of a job, when the service can read it. */
const found = (jobId: string) =>
  vi.waitFor(async () => (await test.service.jobs.getJob({ jobId })).job!, { timeout: 30_000 });

describe('a service that is killed while a job trains', () => {
  it('is followed by another one that goes on to the same result', async () => {
    const { id } = await test.trainToCheckpoint();
    test.service.close();
    await test.service.kill();
    await test.start();
    const resumed = await succeeded(test.service, await found(id));
    expect(resumed.epoch).toBe(2);
    expect(remains(resumed)).toEqual(remains(undisturbed));
  });
});

describe('a service that is asked to end while a job trains', () => {
  it('puts the job back without using an attempt; a second start goes on to the same result', async () => {
    const { id } = await test.trainToCheckpoint();
    test.service.close();
    const asked = performance.now();
    expect(await test.service.terminate()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(20_000);
    expect(await newestState(id)).toMatchObject({
      ...{ state: JobState.JOB_STATE_QUEUED, interruptions: 1, attempt: 0, errors: [] },
    });
    // All of the platform comes again, on the same data.
    await test.nats.kill();
    await test.nats.start();
    await test.start();
    const resumed = await ended(test.service, await found(id));
    expect(resumed).toMatchObject({ interruptions: 1, attempt: 0, errors: [], epoch: 2 });
    expect(remains(resumed)).toEqual(remains(undisturbed));
  });
});

describe('a service whose NATS is away for long while a job trains', () => {
  /** How a call fails, and after how many milliseconds. */
  async function failure(call: Promise<unknown>) {
    const asked = performance.now();
    const error = await call.then(
      () => Promise.reject(new Error('it succeeded')),
      (cause: unknown) => PolymathError.from(cause),
    );
    return {
      kind: error.kind,
      retryAfterMs: error.retryAfterMs,
      tookMs: performance.now() - asked,
    };
  }

  it('trains on, answers UNAVAILABLE at once, and ends the job under the same epoch', async () => {
    const { id: jobId } = await test.trainToCheckpoint();
    await test.nats.kill();
    const back = performance.now() + 4 * takeOverMs;
    const { jobs } = test.service;
    // Until the service has seen it, a call may wait for an answer.
    await expect(jobs.getJob({ jobId })).rejects.toMatchObject({ kind: 'unavailable' });
    while (performance.now() < back) {
      for (const { tookMs, ...how } of [
        await failure(jobs.getJob({ jobId })),
        await failure(test.train()),
      ]) {
        expect(how).toEqual({ kind: 'unavailable', retryAfterMs: 1000 });
        expect(tookMs).toBeLessThan(1000);
      }
      await delay(500);
    }
    await test.nats.start();
    const job = await succeeded(test.service, await found(jobId));
    expect(job).toMatchObject({ epoch: 1, attempt: 0, errors: [] });
    expect(remains(job)).toEqual(remains(undisturbed));
  });
});

/** The newest state of a job while no service is there: as consumers see it who know only NATS. */
async function newestState(jobId: string): Promise<Job> {
  const connection = await connectEvents({
    ...defaultConnectionSettings,
    ...{ url: test.nats.url, name: 'test' },
  });
  try {
    for await (const { event } of watchEvents(connection, {
      area: 'compression',
      jobId,
      after: 0,
    })) {
      if (event.event?.$case !== 'state') continue;
      if (event.event.value.interruptions > 0) return event.event.value;
    }
    throw new Error('the job was never interrupted');
  } finally {
    await connection.close();
  }
}
