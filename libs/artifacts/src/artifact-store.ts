import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { invalidFields } from '@polymath/errors';
import { notFound } from '@polymath/service-kit';
import { collectBlobs, type Collected } from './collect.js';
import { isMissing } from './is-missing.js';
import { measureStore, type StoreUse } from './measure-store.js';
import { checkSha256, chunkBytes } from './sha256.js';
import { syncFolder, writeBlob } from './write-blob.js';

/** What a blob is called for people; it travels with the artifact and is not kept in the store. */
export interface Description {
  /** A file name to save it under, e.g. `student.onnx`. */
  name: string;
  /** IANA media type, e.g. `image/png`; empty if unknown. */
  mediaType: string;
  /** The expected SHA-256; another content is refused. */
  sha256?: string;
}

/** Blobs on a disk, each under the SHA-256 of its content. A blob is there whole or not at all. */
export interface ArtifactStore {
  /**
   * Stores a blob; one that is there already is kept.
   * @throws invalid-input when the content does not have the expected SHA-256; resource-exhausted when the disk is full
   */
  put(source: AsyncIterable<Uint8Array> | Uint8Array, description: Description): Promise<Artifact>;
  /** Stores the content of a file. */
  putFile(path: string, description: Description): Promise<Artifact>;
  /**
   * The content from an offset on, in chunks of at most 1 MiB.
   * @throws not-found, when it is read
   */
  open(sha256: string, offsetBytes?: number): AsyncIterable<Buffer>;
  /** The file that holds, or would hold, a blob: for reading and hard links, never for writing. */
  path(sha256: string): string;
  /**
   * A blob's size, without name and media type; undefined when it is not there. Who asks may name it next, so that it
   * is as young as one that has just been put.
   */
  stat(sha256: string): Promise<Artifact | undefined>;
  /** Removes blobs that are not in `named` and have not been put for `olderThanMs`, and what unfinished puts left. */
  collect(named: ReadonlySet<string>, olderThanMs: number): Promise<Collected>;
  /** What is there now. Looks at every blob, which takes a while where there are many. */
  measure(): Promise<StoreUse>;
}

/** The store in a folder, which is made when it is not there. */
export async function openArtifactStore(folder: string): Promise<ArtifactStore> {
  const blobs = join(folder, 'blobs');
  const unfinished = join(folder, 'unfinished');
  await mkdir(blobs, { recursive: true });
  await mkdir(unfinished, { recursive: true });

  const path = (sha256: string) => {
    checkSha256(sha256);
    return join(blobs, sha256.slice(0, 2), sha256);
  };
  const put: ArtifactStore['put'] = async (source, description) => {
    const file = join(unfinished, randomUUID());
    const chunks = source instanceof Uint8Array ? only(source) : source;
    const { sha256, sizeBytes } = await writeBlob(file, chunks);
    try {
      checkExpected(sha256, description);
      await moveInto(file, path(sha256));
    } finally {
      await rm(file, { force: true });
    }
    const { name, mediaType } = description;
    return { sha256, sizeBytes: BigInt(sizeBytes), name, mediaType };
  };
  return {
    path,
    put,
    putFile: (file, description) => put(read(file), description),
    open: (sha256, offsetBytes = 0) => openBlob(path(sha256), sha256, offsetBytes),
    stat: (sha256) => statBlob(path(sha256), sha256),
    collect: (named, olderThanMs) => collectBlobs({ blobs, unfinished }, named, olderThanMs),
    measure: () => measureStore(blobs),
  };
}

function checkExpected(sha256: string, { sha256: expected }: Description): void {
  if (expected === undefined || expected === sha256) return;
  const description = `expected content with SHA-256 ${expected}, got ${sha256}`;
  throw invalidFields([{ field: 'sha256', description }]);
}

async function moveInto(file: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rename(file, path);
  await syncFolder(dirname(path));
}

async function* only(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

/** Opens the file when it is read, so that nobody misses the error of a file that is not there. */
async function* read(path: string, start = 0): AsyncGenerator<Buffer> {
  yield* createReadStream(path, { start, highWaterMark: chunkBytes });
}

async function* openBlob(path: string, sha256: string, offsetBytes: number) {
  try {
    yield* read(path, offsetBytes);
  } catch (error) {
    throw isMissing(error) ? notFound('artifact', sha256) : error;
  }
}

async function statBlob(path: string, sha256: string): Promise<Artifact | undefined> {
  try {
    const now = new Date();
    await utimes(path, now, now);
    const found = await stat(path);
    if (!found.isFile()) return undefined;
    return { sha256, sizeBytes: BigInt(found.size), name: '', mediaType: '' };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
