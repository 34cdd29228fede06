import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The names and paths of all blobs in a store, a part of them at a time; whatever else lies there is passed over. */
export async function* blobFiles(
  blobs: string,
): AsyncGenerator<readonly { sha256: string; path: string }[]> {
  for (const prefix of await named(blobs, /^[0-9a-f]{2}$/, 'folders')) {
    const folder = join(blobs, prefix);
    const names = await named(folder, /^[0-9a-f]{64}$/, 'files');
    yield names.map((sha256) => ({ sha256, path: join(folder, sha256) }));
  }
}

/** The files that puts have begun, and may never finish. */
export async function unfinishedFiles(unfinished: string): Promise<readonly string[]> {
  const names = await named(unfinished, /^[0-9a-f-]{36}$/, 'files');
  return names.map((name) => join(unfinished, name));
}

/** What the store itself has put into a folder, by its names. */
async function named(folder: string, name: RegExp, what: 'files' | 'folders'): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => (what === 'files' ? entry.isFile() : entry.isDirectory()))
    .map((entry) => entry.name)
    .filter((found) => name.test(found));
}
