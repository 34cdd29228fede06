import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArtifactStore } from './artifact-store.js';
import { testFolder } from './folder.fixture.js';

const text = { name: 'letters.txt', mediaType: 'text/plain' };

describe('measure', () => {
  it('finds nothing in a new store', async () => {
    const store = await openArtifactStore(await testFolder());
    expect(await store.measure()).toMatchObject({ blobs: 0, sizeBytes: 0 });
  });

  it('counts each blob once, and nothing else that lies there', async () => {
    const folder = await testFolder();
    const store = await openArtifactStore(folder);
    for (const content of ['abc', 'abc', 'a longer text']) {
      await store.put(Buffer.from(content), text);
    }
    await mkdir(join(folder, 'blobs', 'ab'), { recursive: true });
    await writeFile(join(folder, 'blobs', 'ab', 'notes.txt'), 'not a blob');
    await writeFile(join(folder, 'unfinished', 'left'), 'not a blob either');
    expect(await store.measure()).toMatchObject({ blobs: 2, sizeBytes: 3 + 13 });
  });

  it('tells the share of the disk that df tells to be available', async () => {
    const folder = await testFolder();
    const { freeRatio } = await (await openArtifactStore(folder)).measure();
    const table = execFileSync('df', ['--output=avail,size', folder], { encoding: 'utf8' });
    const [available, size] = table.trim().split('\n')[1]!.trim().split(/\s+/).map(Number);
    expect(freeRatio).toBeCloseTo(available! / size!, 2);
  });
});
