import { existsSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { PolymathError } from '@polymath/errors';
import { createLogger } from '@polymath/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArtifactStore, type ArtifactStore } from './artifact-store.js';
import { startCollector, type Collector, type CollectorOptions } from './collector.js';
import { testFolder } from './folder.fixture.js';

let store: ArtifactStore;
let collector: Collector;
let lines: string[];
beforeEach(async () => {
  store = await openArtifactStore(await testFolder());
  lines = [];
});
afterEach(() => collector.close());

function start(named: CollectorOptions['named']) {
  const log = createLogger('test', 'info', { write: (line) => void lines.push(line) });
  collector = startCollector(store, { named, keepUnnamedMs: 60_000, everyMs: 1, log });
}

/** Stores a blob as of an hour ago. */
async function putLongAgo(content: string): Promise<string> {
  const { sha256 } = await store.put(Buffer.from(content), { name: '', mediaType: '' });
  const then = new Date(Date.now() - 3_600_000);
  await utimes(store.path(sha256), then, then);
  return sha256;
}

describe('startCollector', () => {
  it('removes old blobs that nobody names, and tells how many', async () => {
    const [named, forgotten] = [await putLongAgo('named'), await putLongAgo('forgotten')];
    start(() => Promise.resolve(new Set([named])));
    await expect.poll(() => existsSync(store.path(forgotten))).toBe(false);
    expect(existsSync(store.path(named))).toBe(true);
    await expect.poll(() => lines.join()).toMatch(/"blobs":1,"sizeBytes":9/);
  });

  it('removes nothing while it cannot be known what is named', async () => {
    const sha256 = await putLongAgo('perhaps named');
    let asked = 0;
    start(() => Promise.reject(new PolymathError('unavailable', `away ${++asked}`)));
    await expect.poll(() => lines.join()).toMatch(/nothing was collected.*away 3/s);
    expect(existsSync(store.path(sha256))).toBe(true);
  });

  it('ends in the middle of a question', async () => {
    const sha256 = await putLongAgo('perhaps named');
    const asked = new Promise<void>((resolve) => {
      start((signal) => {
        resolve();
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      });
    });
    await asked;
    await collector.close();
    expect(lines).toEqual([]);
    expect(existsSync(store.path(sha256))).toBe(true);
  });
});
