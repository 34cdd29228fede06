import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArtifactStore, type ArtifactStore } from './artifact-store.js';
import { testFolder } from './folder.fixture.js';

// printf abc | sha256sum
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const content = Buffer.from('abc');
const text = { name: 'letters.txt', mediaType: 'text/plain' };
const dayMs = 86_400_000;

async function* broken(): AsyncGenerator<Uint8Array> {
  yield content;
  throw new Error('source gone');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

describe('put', () => {
  it('names a blob by the SHA-256 of its content', async () => {
    const store = await openArtifactStore(await testFolder());
    expect(await store.put(content, text)).toEqual({ sha256: abc, sizeBytes: 3n, ...text });
    expect(await readFile(store.path(abc), 'utf8')).toBe('abc');
  });

  it('keeps one blob however often it is put, also at the same time', async () => {
    const folder = await testFolder();
    const store = await openArtifactStore(folder);
    await Promise.all(Array.from({ length: 20 }, () => store.put(content, text)));
    expect(await filesBelow(folder)).toEqual([abc]);
  });

  it('refuses content that does not have the expected SHA-256, and keeps nothing of it', async () => {
    const folder = await testFolder();
    const store = await openArtifactStore(folder);
    const expected = '0'.repeat(64);
    const putting = store.put(content, { ...text, sha256: expected });
    await expect(putting).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(putting).rejects.toThrow(`expected content with SHA-256 ${expected}, got ${abc}`);
    expect(await filesBelow(folder)).toEqual([]);
  });

  it('keeps nothing when its source fails', async () => {
    const folder = await testFolder();
    const store = await openArtifactStore(folder);
    await expect(store.put(broken(), text)).rejects.toThrow('source gone');
    expect(await filesBelow(folder)).toEqual([]);
  });

  it('stores the content of a file', async () => {
    const folder = await testFolder();
    const store = await openArtifactStore(join(folder, 'store'));
    await writeFile(join(folder, 'letters'), 'abc');
    expect(await store.putFile(join(folder, 'letters'), text)).toMatchObject({ sha256: abc });
  });
});

describe('putFile', () => {
  it('says when the file is not there', async () => {
    const folder = await testFolder();
    const store = await openArtifactStore(folder);
    await expect(store.putFile(join(folder, 'missing'), text)).rejects.toThrow('ENOENT');
  });
});

describe('open', () => {
  it('gives the content from an offset on', async () => {
    const store = await openArtifactStore(await testFolder());
    await store.put(content, text);
    expect(await bytesOf(store.open(abc))).toBe('abc');
    expect(await bytesOf(store.open(abc, 1))).toBe('bc');
    expect(await bytesOf(store.open(abc, 3))).toBe('');
  });

  it('names a blob that is not there', async () => {
    const store = await openArtifactStore(await testFolder());
    const reading = bytesOf(store.open(abc));
    await expect(reading).rejects.toMatchObject({ kind: 'not-found' });
    await expect(reading).rejects.toThrow(`no such artifact: ${abc}`);
  });
});

describe('path', () => {
  it.each(['', 'ABC', '../../etc/passwd', `${abc}0`])('refuses the name "%s"', async (name) => {
    const store = await openArtifactStore(await testFolder());
    expect(() => store.path(name)).toThrow('must be 64 lower-case hexadecimal digits');
  });
});

describe('stat', () => {
  it('tells the size, or that there is no such blob', async () => {
    const store = await openArtifactStore(await testFolder());
    expect(await store.stat(abc)).toBeUndefined();
    await store.put(content, text);
    expect(await store.stat(abc)).toMatchObject({ sha256: abc, sizeBytes: 3n });
  });
});

describe('a stranger in the folder', () => {
  it('is no blob, and is neither removed nor in the way', async () => {
    const folder = await testFolder();
    const store = await openArtifactStore(folder);
    const old = new Date(Date.now() - 2 * dayMs);
    const strange = ['blobs/README.txt', 'blobs/ab/half', 'unfinished/notes'];
    await mkdir(store.path(abc), { recursive: true });
    await mkdir(join(folder, 'blobs', 'ab'), { recursive: true });
    for (const name of strange) {
      await writeFile(join(folder, name), 'strange');
      await utimes(join(folder, name), old, old);
    }
    expect(await store.stat(abc)).toBeUndefined();
    expect(await store.collect(new Set(), dayMs)).toEqual({ blobs: 0, sizeBytes: 0 });
    expect(await filesBelow(folder)).toHaveLength(strange.length);
  });
});

describe('collect', () => {
  it('removes old blobs that nobody names, and what unfinished puts left', async () => {
    const folder = await testFolder();
    const store = await openArtifactStore(folder);
    const old = new Date(Date.now() - 2 * dayMs);
    const put = async (letter: string, putAt?: Date) => {
      const { sha256 } = await store.put(Buffer.from(letter), text);
      if (putAt) await utimes(store.path(sha256), putAt, putAt);
      return sha256;
    };
    const [named, young] = [await put('named', old), await put('young')];
    await put('forgotten', old);
    const unfinished = join(folder, 'unfinished', randomUUID());
    await writeFile(unfinished, 'half');
    await utimes(unfinished, old, old);
    const collected = await store.collect(new Set([named]), dayMs);
    expect(collected).toEqual({ blobs: 1, sizeBytes: 'forgotten'.length });
    expect((await filesBelow(folder)).sort()).toEqual([named, young].sort());
  });

  it.each<[string, (store: ArtifactStore) => Promise<unknown>]>([
    ['put again', (store) => store.put(content, text)],
    ['asked for', (store) => store.stat(abc)],
  ])('keeps an old blob that has been %s', async (_, use) => {
    const store = await openArtifactStore(await testFolder());
    await store.put(content, text);
    const old = new Date(Date.now() - 2 * dayMs);
    await utimes(store.path(abc), old, old);
    await use(store);
    expect(await store.collect(new Set(), dayMs)).toEqual({ blobs: 0, sizeBytes: 0 });
  });
});
