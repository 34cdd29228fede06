import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { PolymathError } from '@polymath/errors';
import { createTarDecoder } from 'modern-tar';
import {
  checkFormat,
  checksumBytes,
  checksumTail,
  endBytes,
  kindOf,
  manifestEntry,
  type EntryKind,
} from './archive-format.js';

/** An entry of a backup; its content must be read, or it is passed over. */
export interface ArchiveEntry {
  name: string;
  sizeBytes: number;
  kind: EntryKind;
  /** Throws `corrupt-data` at its end unless it has the SHA-256 of its name. */
  content: AsyncIterable<Uint8Array>;
}

/** How an archive is read. */
export interface ReadOptions {
  /** Told how much of the file has been read. */
  onRead?: (doneBytes: number, totalBytes: number) => void;
  signal?: AbortSignal | undefined;
}

const chunkBytes = 1024 * 1024;

/**
 * The entries of a backup, in order. One that is read to its end is whole, to the byte.
 * @throws not-found when there is no such file; failed-precondition when it has another version; corrupt-data naming the entry that
 * is broken
 */
export async function* readArchive(
  path: string,
  options: ReadOptions = {},
): AsyncGenerator<ArchiveEntry> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    const chunks = readChunks(file, { size, hash, ...options });
    let last = 'the beginning';
    try {
      for await (const entry of decode(path, chunks)) {
        if (last === 'the beginning') await checkFirst(path, entry);
        else yield entry;
        last = entry.name;
      }
    } catch (error) {
      throw broken(path, last, error);
    }
    await checkTail(path, { file, size, hash, last });
  } finally {
    await file.close();
  }
}

/** The content of an entry as one piece: for those that are small. */
export async function contentOf({ content }: ArchiveEntry): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads an entry to its end, and checks it so. */
export async function passOver(content: AsyncIterable<Uint8Array>): Promise<void> {
  const chunks = content[Symbol.asyncIterator]();
  while (!(await chunks.next()).done);
}

async function* decode(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<ArchiveEntry> {
  const source = ReadableStream.from<Uint8Array>(chunks);
  for await (const { header, body } of source.pipeThrough(createTarDecoder({ strict: true }))) {
    const kind = kindOf(header.name);
    const content = checked(body, `${path}: ${header.name}`, kind.sha256);
    yield { name: header.name, sizeBytes: header.size, kind, content };
    // Unread it would hold up all that follows; to cancel it may cut off the next one, which the decoder has begun by then.
    if (!body.locked) await passOver(body);
  }
}

async function* checked(body: AsyncIterable<Uint8Array>, name: string, expected?: string) {
  const hash = createHash('sha256');
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
  const got = hash.digest('hex');
  if (expected === undefined || got === expected) return;
  throw new PolymathError('corrupt-data', `${name} is broken: its content has SHA-256 ${got}`);
}

/** The bytes of a file, hashed but for the checksum at its end. */
async function* readChunks(
  file: FileHandle,
  { size, hash, onRead, signal }: ReadOptions & { size: number; hash: Hash },
): AsyncGenerator<Uint8Array> {
  const hashed = Math.max(0, size - checksumBytes);
  for (let at = 0; at < size;) {
    signal?.throwIfAborted();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, at);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    if (at < hashed) hash.update(chunk.subarray(0, hashed - at));
    at += bytesRead;
    onRead?.(at, size);
    yield chunk;
  }
}

async function checkFirst(path: string, entry: ArchiveEntry): Promise<void> {
  const isOurs = entry.kind.kind === 'format' && entry.sizeBytes < 1000;
  checkFormat(path, isOurs ? String(await contentOf(entry)) : '');
}

/** Headers, manifest and the gaps between entries have no hash of their own. */
async function checkTail(
  path: string,
  { file, size, hash, last }: { file: FileHandle; size: number; hash: Hash; last: string },
): Promise<void> {
  if (kindOf(last).kind !== 'checksum') {
    throw corrupt(path, `it ends after ${last}, without its checksum: it was cut short`);
  }
  const sha256 = hash.update(Buffer.alloc(endBytes)).digest('hex');
  const expected = await checksumTail(sha256);
  const tail = Buffer.alloc(checksumBytes);
  await file.read(tail, 0, checksumBytes, size - checksumBytes);
  if (tail.equals(expected)) return;
  const message = `its checksum is not that of its content (${sha256}): a header, ${manifestEntry} or the checksum itself is broken`;
  throw corrupt(path, message);
}

function broken(path: string, last: string, cause: unknown): PolymathError {
  const error = PolymathError.from(cause);
  if (error.kind === 'corrupt-data' && !error.message.startsWith(path)) {
    return corrupt(path, error.message, cause);
  }
  if (error.kind !== 'internal') return error;
  return corrupt(path, `broken or cut short behind ${last} (${error.message})`, cause);
}

function corrupt(path: string, what: string, cause?: unknown): PolymathError {
  return new PolymathError('corrupt-data', `${path}: ${what}`, { cause });
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new PolymathError('not-found', `no such file: ${path}`, { cause });
  }
}
