import { stat, statfs } from 'node:fs/promises';
import { blobFiles } from './blob-files.js';
import { isMissing } from './is-missing.js';

/** What a store holds, and what its disk has left. */
export interface StoreUse {
  blobs: number;
  sizeBytes: number;
  /** The share of the disk under the store that may still be written, 0 to 1. */
  freeRatio: number;
}

/** How many files are looked at at once: the threads of Node that do so are also those that read and write blobs. */
const atOnce = 2;

/** Looks at each blob once: for a large store this takes a while, though it stops nobody. */
export async function measureStore(blobs: string): Promise<StoreUse> {
  const use = { blobs: 0, sizeBytes: 0 };
  for await (const files of blobFiles(blobs)) {
    for (let start = 0; start < files.length; start += atOnce) {
      const sizes = await Promise.all(files.slice(start, start + atOnce).map(sizeOf));
      for (const size of sizes) {
        if (size === undefined) continue;
        use.blobs += 1;
        use.sizeBytes += size;
      }
    }
  }
  const { bavail, blocks } = await statfs(blobs);
  return { ...use, freeRatio: bavail / blocks };
}

/** The size of a blob; undefined: it has just been collected. */
async function sizeOf({ path }: { path: string }): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
