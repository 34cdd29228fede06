import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';

/** A file that holds all bytes of a source, safely on the disk. */
export interface WrittenBlob {
  sha256: string;
  sizeBytes: number;
}

/**
 * Writes a source to a new file, synced, and hashes it on the way. Leaves no file behind when it fails.
 * @throws resource-exhausted when the disk is full, and whatever the source throws
 */
export async function writeBlob(
  path: string,
  source: AsyncIterable<Uint8Array>,
): Promise<WrittenBlob> {
  const file = await open(path, 'wx', 0o444);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      await file.writeFile(chunk);
      sizeBytes += chunk.byteLength;
    }
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** Makes a renamed file's new name safe on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
