import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { get, put, putImages, remains, succeeded } from './jobs.fixture.js';
import { patterns } from './patterns.fixture.js';
import { startPlatform, type Platform } from './platform.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let dataDir: string;
let platform: Platform;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'polymath-collect-'));
  platform = await startPlatform({ dataDir, collectMs: 500 });
});
afterAll(async () => {
  await platform.close();
  await rm(dataDir, { recursive: true, force: true });
});

const blobs = () => join(dataDir, 'artifacts', 'blobs');
const path = (sha256: string) => join(blobs(), sha256.slice(0, 2), sha256);

/** Makes every blob there is two days old. */
async function age(): Promise<void> {
  const then = new Date(Date.now() - 2 * 86_400_000);
  const entries = await readdir(blobs(), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  await Promise.all(
    files.map(({ parentPath, name }) => utimes(join(parentPath, name), then, then)),
  );
}

describe('an artifact', () => {
  it('is collected after a day unless a job names it', async () => {
    const training = await putImages(platform, patterns(48, 1));
    const architecture = Architecture.ARCHITECTURE_LENET5;
    const { job } = await platform.compression.trainClassifier(
      TrainClassifierRequest.create({ architecture, training, epochs: 1, batchSize: 16 }),
    );
    const { outputs, state } = remains(await succeeded(platform, job));
    const forgotten = await put(platform, Buffer.from('forgotten'));
    await age();
    const young = await put(platform, Buffer.from('young'));
    await expect.poll(() => existsSync(path(forgotten.sha256)), { timeout: 60_000 }).toBe(false);
    const kept = [training.images!, training.labels!, young, { sha256: state }, ...outputs];
    for (const { sha256 } of kept) expect(existsSync(path(sha256))).toBe(true);
    expect((await get(platform, young)).toString()).toBe('young');
    await expect(platform.artifacts.stat(forgotten)).rejects.toMatchObject({ kind: 'not-found' });
  });
});
