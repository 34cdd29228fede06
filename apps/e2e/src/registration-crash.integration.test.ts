import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { putImages, succeeded } from './jobs.fixture.js';
import { inferRequest, trainModel } from './models.fixture.js';
import { patterns } from './patterns.fixture.js';
import { startService, type ServiceProcess } from './service-process.fixture.js';

// Processes are started, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let folder: string;
let nats: NatsFixture;
let service: ServiceProcess;
/** What all services have logged. */
let logged = '';

async function start(): Promise<void> {
  const log = new PassThrough().setEncoding('utf8');
  log.on('data', (text: string) => (logged += text));
  service = await startService({ natsUrl: nats.url, dataDir: folder }, log);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-registration-'));
  nats = await startNats();
  await start();
});
afterAll(async () => {
  service.close();
  await service.kill();
  await nats.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a service that is killed between the end of a job and the registration of its model', () => {
  it('leaves it to the next one, which makes exactly one version', async () => {
    const training = await putImages(service, patterns(48, 1));
    // The process in which a model is tried out before it is registered has yet to start: that takes long enough.
    const job = await succeeded(
      service,
      await trainModel(service, { modelName: 'late', training }),
    );
    await service.kill();
    service.close();
    expect(logged).not.toContain('model registered');
    await start();
    const answer = await service.inference.modelInfer(inferRequest('late', patterns(1, 2).values));
    expect(answer.modelVersion).toBe('1');
    const { model } = await service.models.getModel({ name: 'late' });
    expect(model!.versions).toMatchObject([{ version: 1, lineage: { jobId: job.id } }]);
    expect((await service.jobs.getJob({ jobId: job.id })).job).toMatchObject({
      ...{ state: JobState.JOB_STATE_SUCCEEDED, epoch: 1 },
    });
    expect(logged.match(/model registered/g)).toHaveLength(1);
  });
});
