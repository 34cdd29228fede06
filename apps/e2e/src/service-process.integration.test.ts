import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import {
  Architecture,
  type LabelledImages,
} from '@polymath/contracts/polymath/compression/v1/network';
import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { connectEvents, defaultConnectionSettings, watchEvents } from '@polymath/events';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ended, putImages, remains, succeeded } from './jobs.fixture.js';
import { patterns } from './patterns.fixture.js';
import { startService, type ServiceProcess } from './service-process.fixture.js';

// Processes are started and trainings repeated, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let folder: string;
let nats: NatsFixture;
let service: ServiceProcess;
let images: LabelledImages;
let undisturbed: Job;

const start = () =>
  startService({
    ...{ natsUrl: nats.url, dataDir: folder, checkpointMs: '0' },
    ...{ reconnectWaitMs: '100', graceMs: '500', ackWaitMs: '1000', heartbeatMs: '300' },
  });

async function train(): Promise<Job> {
  const { job } = await service.compression.trainClassifier(
    TrainClassifierRequest.create({
      architecture: Architecture.ARCHITECTURE_LENET5,
      training: images,
      ...{ epochs: 20, batchSize: 16, seed: 3n },
    }),
  );
  return job!;
}

/** A job that runs and has left its first checkpoint. */
async function trainToCheckpoint(): Promise<Job> {
  const job = await train();
  for await (const { event } of service.jobs.watchJob({ jobId: job.id, resumeToken: '' })) {
    if (event?.event?.$case === 'checkpoint') return job;
  }
  throw new Error('the job ended without a checkpoint');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-service-'));
  nats = await startNats();
  service = await start();
  images = await putImages(service, patterns(480, 1));
  undisturbed = await succeeded(service, await train());
});
afterAll(async () => {
  service.close();
  await service.kill();
  await nats.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a service that is killed while a job trains', () => {
  it('is followed by another one that goes on to the same result', async () => {
    const { id } = await trainToCheckpoint();
    service.close();
    await service.kill();
    service = await start();
    const { job } = await service.jobs.getJob({ jobId: id });
    const resumed = await succeeded(service, job);
    expect(resumed.epoch).toBe(2);
    expect(remains(resumed)).toEqual(remains(undisturbed));
  });
});

describe('a service that is asked to end while a job trains', () => {
  it('puts the job back without using an attempt; a second start goes on to the same result', async () => {
    const { id } = await trainToCheckpoint();
    service.close();
    const asked = performance.now();
    expect(await service.terminate()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(20_000);
    expect(await newestState(id)).toMatchObject({
      ...{ state: JobState.JOB_STATE_QUEUED, interruptions: 1, attempt: 0, errors: [] },
    });
    // All of the platform comes again, on the same data.
    await nats.kill();
    await nats.start();
    service = await start();
    const { job } = await service.jobs.getJob({ jobId: id });
    const resumed = await ended(service, job);
    expect(resumed).toMatchObject({ interruptions: 1, attempt: 0, errors: [], epoch: 2 });
    expect(remains(resumed)).toEqual(remains(undisturbed));
  });
});

/** The newest state of a job while no service is there: as consumers see it who know only NATS. */
async function newestState(jobId: string): Promise<Job> {
  const connection = await connectEvents({
    ...defaultConnectionSettings,
    ...{ url: nats.url, name: 'test' },
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
