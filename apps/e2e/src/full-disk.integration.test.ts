import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PolymathError } from '@polymath/errors';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { put, remains, succeeded } from './jobs.fixture.js';
import { mountSmallDisk } from './small-disk.fixture.js';
import { startTrainingService, type TrainingService } from './training-service.fixture.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

// Where no disk can be mounted, libs/artifacts still tests its store under a quota.
const disk = mountSmallDisk('256m');

describe.skipIf(!disk)('a service whose disk is full while a job trains', () => {
  let test: TrainingService;
  beforeAll(async () => {
    test = await startTrainingService(disk!.folder);
  });
  afterAll(async () => {
    await test.close();
    disk!.close();
  });

  /** Files of the store whose content is not what their name says. */
  async function damaged(): Promise<string[]> {
    const blobs = join(disk!.folder, 'artifacts', 'blobs');
    const entries = await readdir(blobs, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const contents = files.map(async ({ parentPath, name }) => {
      const sha256 = createHash('sha256').update(await readFile(join(parentPath, name)));
      return sha256.digest('hex') === name ? [] : [name];
    });
    expect(contents.length).toBeGreaterThan(0);
    return (await Promise.all(contents)).flat();
  }

  it('refuses uploads as RESOURCE_EXHAUSTED, warns of checkpoints, and ends the job once there is room', async () => {
    const undisturbed = await succeeded(test.service, await test.train());
    const job = await test.trainToCheckpoint();
    disk!.fill();
    let warning = '';
    const ended = succeeded(test.service, job, ({ event }) => {
      if (event?.$case === 'log') warning ||= event.value.text;
    });
    const refused = await put(test.service, Buffer.alloc(1 << 20, 'x')).catch((error: unknown) =>
      PolymathError.from(error),
    );
    expect(refused).toMatchObject({ kind: 'resource-exhausted' });
    await expect.poll(() => warning, { timeout: 60_000 }).toMatch(/^no checkpoint at .*no space/);
    disk!.free();
    expect(remains(await ended)).toEqual(remains(undisturbed));
    expect(await damaged()).toEqual([]);
    expect(await readdir(join(disk!.folder, 'artifacts', 'unfinished'))).toEqual([]);
    await put(test.service, Buffer.alloc(1 << 20, 'x'));
  });
});
