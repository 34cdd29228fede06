import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type {
  Artifact,
  ArtifactServiceService,
  UploadRequest,
} from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { PolymathError } from '@polymath/errors';
import type { CallOptions, Client } from '@polymath/service-kit';
import { isMissing } from './is-missing.js';
import { chunkBytes, hashFile } from './sha256.js';

/** A client of ArtifactService. */
export type ArtifactClient = Client<typeof ArtifactServiceService>;

/** Told how far a transfer is. */
export type OnTransferred = (doneBytes: number, totalBytes: number) => void;

/** What may be said about an upload. */
export interface UploadOptions {
  /** The file's own name unless given. */
  name?: string;
  mediaType?: string;
  onTransferred?: OnTransferred;
  signal?: AbortSignal;
}

/**
 * Stores a file with a service; sends nothing when its content is there already.
 * @throws not-found when there is no such file; invalid-input when the file changes while it is sent
 */
export async function uploadFile(
  client: ArtifactClient,
  path: string,
  options: UploadOptions = {},
): Promise<Artifact> {
  const { name = basename(path), mediaType = '', onTransferred, signal } = options;
  const call: CallOptions = signal ? { signal } : {};
  const totalBytes = await sizeOf(path);
  const sha256 = (await hashFile(path)).digest('hex');
  const known = await statOrUndefined(client, sha256, call);
  if (known) {
    onTransferred?.(totalBytes, totalBytes);
    return { ...known, name, mediaType };
  }
  async function* parts(): AsyncGenerator<UploadRequest> {
    yield { part: { $case: 'header', value: { name, mediaType, sha256 } } };
    let doneBytes = 0;
    const content = createReadStream(path, { highWaterMark: chunkBytes });
    for await (const value of content as AsyncIterable<Buffer>) {
      yield { part: { $case: 'chunk', value } };
      onTransferred?.((doneBytes += value.length), totalBytes);
    }
  }
  const { artifact } = await client.upload(parts(), call);
  if (artifact === undefined) throw new PolymathError('internal', 'expected an artifact, got none');
  return artifact;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (isMissing(cause)) throw new PolymathError('not-found', `no such file: ${path}`, { cause });
    throw cause;
  }
}

async function statOrUndefined(client: ArtifactClient, sha256: string, options: CallOptions) {
  try {
    return (await client.stat({ sha256 }, options)).artifact;
  } catch (error) {
    if (PolymathError.from(error).kind === 'not-found') return undefined;
    throw error;
  }
}
