import { createHash } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { CallOptions } from '@polymath/service-kit';
import { PolymathError } from '@polymath/errors';
import { isMissing } from './is-missing.js';
import { checkSha256, hashFile } from './sha256.js';
import type { ArtifactClient, OnTransferred } from './upload-file.js';

/** What may be said about a download. */
export interface DownloadOptions {
  onTransferred?: OnTransferred;
  signal?: AbortSignal;
}

/**
 * Saves a blob as a file. Until it is whole it lies beside it under `<path>.part`, from where a later call goes on; it
 * takes its name only when its SHA-256 is right.
 *
 * @throws not-found when the service has no such blob; corrupt-data when the content is not what was asked for
 */
export async function downloadTo(
  client: ArtifactClient,
  sha256: string,
  path: string,
  options: DownloadOptions = {},
): Promise<void> {
  checkSha256(sha256);
  const part = `${path}.part`;
  const offset = await sizeOrZero(part);
  try {
    const got = await append(part, offset, chunksOf(client, sha256, offset, options));
    if (got !== sha256) {
      const message = `${path}: expected content with SHA-256 ${sha256}, got ${got}`;
      throw new PolymathError('corrupt-data', message);
    }
  } catch (error) {
    // What the service refuses or what came wrong is no beginning to go on from.
    if (!isWorthResuming(error)) await rm(part, { force: true });
    throw error;
  }
  await rename(part, path);
}

function isWorthResuming(error: unknown): boolean {
  return !['invalid-input', 'not-found', 'corrupt-data'].includes(PolymathError.from(error).kind);
}

/** Adds chunks to a file of some size; gives the SHA-256 of it all. */
async function append(path: string, sizeBytes: number, chunks: AsyncIterable<Buffer>) {
  const hash = sizeBytes > 0 ? await hashFile(path) : createHash('sha256');
  const file = await open(path, 'a');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await file.appendFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

async function* chunksOf(
  client: ArtifactClient,
  sha256: string,
  offset: number,
  { onTransferred, signal }: DownloadOptions,
): AsyncGenerator<Buffer> {
  const call: CallOptions = signal ? { signal } : {};
  let doneBytes = offset;
  let totalBytes = 0;
  for await (const { part } of client.download({ sha256, offsetBytes: BigInt(offset) }, call)) {
    if (part?.$case === 'artifact') totalBytes = Number(part.value.sizeBytes);
    if (part?.$case !== 'chunk') continue;
    yield part.value;
    onTransferred?.((doneBytes += part.value.length), totalBytes);
  }
}

async function sizeOrZero(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
