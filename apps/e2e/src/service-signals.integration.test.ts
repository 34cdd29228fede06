import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ended, putImages, succeeded } from './jobs.fixture.js';
import { inferRequest, trainModel } from './models.fixture.js';
import { patterns } from './patterns.fixture.js';
import { startService, type ServiceProcess } from './service-process.fixture.js';

// Processes are started, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const rows = 256;
const seen = patterns(rows, 3);

let folder: string;
let nats: NatsFixture;
let service: ServiceProcess;
let training: LabelledImages;

const start = async () =>
  void (service = await startService({ natsUrl: nats.url, dataDir: folder }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-signals-'));
  nats = await startNats();
  await start();
  training = await putImages(service, patterns(96, 1));
  await succeeded(service, await trainModel(service, { modelName: 'patterns', training }));
  await service.inference.modelInfer(inferRequest('patterns', seen.values));
});
afterAll(async () => {
  service.close();
  await service.kill();
  await nats.close();
  await rm(folder, { recursive: true, force: true });
});

const inferences = (count: number) =>
  Array.from({ length: count }, () =>
    service.inference.modelInfer(inferRequest('patterns', seen.values)),
  );

/** Resolves when the calls sent before have reached the service: one connection carries all of them, in order. */
const received = () => service.inference.serverLive({});

/** How the service is told to end: Ctrl-C reaches every process of its group, a process manager its own alone. */
const ways: readonly [string, () => void][] = [
  ['Ctrl-C', () => void process.kill(-service.pid, 'SIGINT')],
  ['SIGTERM', () => void process.kill(service.pid, 'SIGTERM')],
];

describe.each(ways)('a service that is ended by %s', (_, signal) => {
  it('answers every call in flight, also those whose engine process just starts', async () => {
    service.close();
    await service.terminate();
    await start();
    const { sha256 } = training.images!;
    const calls = [...inferences(8), service.artifacts.stat({ sha256 })];
    await received();
    signal();
    const answers = await Promise.allSettled(calls);
    expect(answers.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await service.exited).toBe(0);
    await start();
  });

  it('answers a queue of calls, ends streams with a time to repeat, and refuses what comes later', async () => {
    await Promise.all(inferences(1));
    const { id } = await trainModel(service, { modelName: '', training, epochs: 1000 });
    const watched = ended(service, { id } as never).then(
      () => 'ended',
      (error: unknown) => error,
    );
    const calls = inferences(16);
    await received();
    signal();
    const answers = await Promise.allSettled(calls);
    expect(answers.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await watched).toMatchObject({ kind: 'unavailable', retryAfterMs: 1000 });
    expect(await service.exited).toBe(0);
    await expect(received()).rejects.toMatchObject({ kind: 'unavailable' });
    await start();
    const { job } = await service.jobs.getJob({ jobId: id });
    expect(job).toMatchObject({ attempt: 0, errors: [] });
    expect([JobState.JOB_STATE_QUEUED, JobState.JOB_STATE_RUNNING]).toContain(job!.state);
    await service.jobs.cancelJob({ jobId: id });
  });
});
