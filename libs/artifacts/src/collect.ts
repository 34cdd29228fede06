import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './is-missing.js';

/** What a collection removed. */
export interface Collected {
  blobs: number;
  sizeBytes: number;
}

/** Removes blobs that nobody names and files that no put finished, if they are older than some time. */
export async function collectBlobs(
  folders: { blobs: string; unfinished: string },
  named: ReadonlySet<string>,
  olderThanMs: number,
): Promise<Collected> {
  const collected = { blobs: 0, sizeBytes: 0 };
  const before = Date.now() - olderThanMs;
  for (const prefix of await ours(folders.blobs, /^[0-9a-f]{2}$/, 'folders')) {
    const folder = join(folders.blobs, prefix);
    for (const sha256 of await ours(folder, /^[0-9a-f]{64}$/, 'files')) {
      if (named.has(sha256)) continue;
      const size = await removeIfOld(join(folder, sha256), before);
      if (size === undefined) continue;
      collected.blobs += 1;
      collected.sizeBytes += size;
    }
  }
  for (const file of await ours(folders.unfinished, /^[0-9a-f-]{36}$/, 'files')) {
    await removeIfOld(join(folders.unfinished, file), before);
  }
  return collected;
}

/** What the store itself has put into a folder, by its names; whatever else lies there is left alone. */
async function ours(folder: string, name: RegExp, what: 'files' | 'folders'): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => (what === 'files' ? entry.isFile() : entry.isDirectory()))
    .map((entry) => entry.name)
    .filter((found) => name.test(found));
}

/** The size of the file when it was old and has been removed. */
async function removeIfOld(path: string, beforeMs: number): Promise<number | undefined> {
  try {
    const { mtimeMs, size } = await stat(path);
    if (mtimeMs > beforeMs) return undefined;
    await rm(path);
    return size;
  } catch (error) {
    // Another process of the same store may collect at the same time.
    if (isMissing(error)) return undefined;
    throw error;
  }
}
