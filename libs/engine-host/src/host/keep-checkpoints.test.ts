import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArtifactStore, type ArtifactStore } from '@polymath/artifacts';
import { PolymathError } from '@polymath/errors';
import { JobStopped, type JobHolder } from '@polymath/jobs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testJob } from '../host.fixture.js';
import { keepCheckpoints } from './keep-checkpoints.js';

let folder: string;
let store: ArtifactStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-checkpoints-'));
  store = await openArtifactStore(join(folder, 'artifacts'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function checkpointAt(step: number) {
  const path = join(folder, `checkpoint-${step}`);
  await writeFile(path, `state at ${step}`);
  return { type: 'checkpoint' as const, path, phase: 'count', step };
}

describe('keepCheckpoints', () => {
  it('stores a checkpoint, names it in the record and removes its file', async () => {
    const { holder, checkpoints } = testJob({ steps: 1 });
    const keeper = keepCheckpoints(holder, store);
    const file = await checkpointAt(5);
    await keeper.offer(file);
    await keeper.settle();
    expect(checkpoints.all).toMatchObject([{ phase: 'count', step: 5n }]);
    expect(await store.stat(checkpoints.all[0]!.artifact!.sha256)).toBeDefined();
    expect(existsSync(file.path)).toBe(false);
  });

  it('keeps only the newest of those that wait for the record', async () => {
    const { holder, checkpoints } = testJob({ steps: 1 });
    let free!: () => void;
    const away = new Promise<void>((resolve) => (free = resolve));
    let asked!: () => void;
    const asking = new Promise<void>((resolve) => (asked = resolve));
    const slow: JobHolder = {
      ...holder,
      checkpoint: async (checkpoint) => {
        asked();
        await away;
        await holder.checkpoint(checkpoint);
      },
    };
    const keeper = keepCheckpoints(slow, store);
    await keeper.offer(await checkpointAt(1));
    await asking;
    const skipped = await checkpointAt(2);
    await keeper.offer(skipped);
    await keeper.offer(await checkpointAt(3));
    expect(existsSync(skipped.path)).toBe(false);
    free();
    await keeper.settle();
    expect(checkpoints.all.map(({ step }) => step)).toEqual([1n, 3n]);
  });

  it('does not name a state again that has not changed since', async () => {
    const { holder, checkpoints } = testJob({ steps: 1 });
    const keeper = keepCheckpoints(holder, store);
    await keeper.offer(await checkpointAt(1));
    await keeper.settle();
    const next = { ...holder, job: { ...holder.job, checkpoint: checkpoints.all[0] } };
    const resumed = keepCheckpoints(next, store);
    await resumed.offer(await checkpointAt(1));
    await resumed.settle();
    expect(checkpoints.all).toHaveLength(1);
  });

  it('warns, and lets the job go on, when a checkpoint cannot be stored', async () => {
    const { holder, warnings, checkpoints } = testJob({ steps: 1 });
    const full = new PolymathError('resource-exhausted', 'no space left');
    let attempts = 0;
    const putFile: ArtifactStore['putFile'] = (path, description) =>
      attempts++ === 0 ? Promise.reject(full) : store.putFile(path, description);
    const keeper = keepCheckpoints(holder, { ...store, putFile });
    const refused = await checkpointAt(1);
    await keeper.offer(refused);
    await keeper.settle();
    await keeper.offer(await checkpointAt(2));
    await keeper.settle();
    expect(warnings.all).toEqual(['no checkpoint at count 1: no space left']);
    expect(existsSync(refused.path)).toBe(false);
    expect(checkpoints.all.map(({ step }) => step)).toEqual([2n]);
  });

  it('is silent when another worker has the job', async () => {
    const { holder, warnings } = testJob({ steps: 1 });
    const lost = { ...holder, checkpoint: () => Promise.reject(new JobStopped('lost')) };
    const keeper = keepCheckpoints(lost, store);
    await keeper.offer(await checkpointAt(1));
    await keeper.settle();
    expect(warnings.all).toEqual([]);
  });
});
