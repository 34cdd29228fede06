import { rm, stat } from 'node:fs/promises';
import { blobFiles, unfinishedFiles } from './blob-files.js';
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
  for await (const files of blobFiles(folders.blobs)) {
    for (const { sha256, path } of files) {
      if (named.has(sha256)) continue;
      const size = await removeIfOld(path, before);
      if (size === undefined) continue;
      collected.blobs += 1;
      collected.sizeBytes += size;
    }
  }
  for (const path of await unfinishedFiles(folders.unfinished)) await removeIfOld(path, before);
  return collected;
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
