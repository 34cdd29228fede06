import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lenet5 } from '@polymath/compression';
import { createNetwork, disposeNetwork, encodeNetwork, randomStream } from '@polymath/tensor';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { put } from './jobs.fixture.js';
import { inferRequest } from './models.fixture.js';
import { residentBytes } from './process-memory.fixture.js';
import { startService, type ServiceProcess } from './service-process.fixture.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const megabyte = 1024 * 1024;
const inFlight = 32;
const image = new Float32Array(32 * 32).fill(0.5);

let folder: string;
let nats: NatsFixture;
let service: ServiceProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-memory-'));
  nats = await startNats();
  service = await startService({ natsUrl: nats.url, dataDir: folder });
});
afterAll(async () => {
  service.close();
  await service.terminate();
  await nats.close();
  await rm(folder, { recursive: true });
});

async function addModel(name: string): Promise<void> {
  const network = createNetwork(lenet5(), randomStream(1, name));
  const { sha256 } = await put(service, encodeNetwork(network));
  disposeNetwork(network);
  const value = { sha256, kind: 'classifier', metrics: {} };
  await service.models.createVersion({ name, source: { $case: 'file', value } });
}

async function infer(name: string, calls: number): Promise<void> {
  for (let sent = 0; sent < calls; sent += inFlight) {
    const call = () => service.inference.modelInfer(inferRequest(name, image));
    await Promise.all(Array.from({ length: inFlight }, call));
  }
}

/** Of the service and its engine processes. */
const held = () => residentBytes(service.pid) / megabyte;

describe('the memory of a service and its engine processes', () => {
  it('does not grow by 10,000 inferences', async () => {
    await addModel('digits');
    // The collectors of both processes take some thousand calls to settle.
    await infer('digits', 10_000);
    const before = held();
    await infer('digits', 10_000);
    // What waits to be collected is no growth.
    await expect.poll(() => held() - before, { timeout: 20_000, interval: 500 }).toBeLessThan(20);
  });

  it('comes back within a tenth when 50 models have been loaded and freed', async () => {
    for (let i = 0; i < 50; i++) await addModel(`m${i}`);
    const before = held();
    for (let i = 0; i < 50; i++) {
      await infer(`m${i}`, 1);
      const of = { repositoryName: '', parameters: {} };
      await service.inference.repositoryModelUnload({ ...of, modelName: `m${i}` });
    }
    await expect.poll(held, { timeout: 20_000, interval: 500 }).toBeLessThan(1.1 * before);
  });
});
