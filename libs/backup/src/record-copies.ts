import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeBlob } from '@polymath/artifacts';
import { Record } from '@polymath/contracts/polymath/admin/v1/admin';
import { readRecord, type KnownRecord } from './record.js';

/** A copy as it was found; without a record: it cannot be read. */
export interface FoundCopy {
  /** In the folder of copies, e.g. `compression/jobs/3f2a...`. */
  path: string;
  record?: KnownRecord;
}

/** Copies of records in files beside the blobs: what is left when NATS has lost its data. */
export interface RecordCopies {
  /** Writes a copy, whole or not at all, unless the same is there. */
  put(record: Record, known: KnownRecord): Promise<void>;
  /** Those of one area, or of all: models first, newest first; then jobs. */
  all(area?: string): AsyncGenerator<FoundCopy>;
  /** Removes copies of jobs whose records were last written so long ago. */
  expire(olderThanMs: number): Promise<void>;
}

const hashBytes = 32;
/** How many files are looked at or read at once. */
const atOnce = 64;

/** The copies in a folder, which is made when it is not there: the SHA-256 of a record, then the record. */
export async function openRecordCopies(folder: string): Promise<RecordCopies> {
  const unfinished = join(folder, '.unfinished');
  await mkdir(unfinished, { recursive: true });
  return {
    put: async (record, known) => {
      const path = join(folder, pathOf(known));
      if ((await modifiedMs(path)) === known.updateMs) return;
      const body = Record.encode(record).finish();
      const file = join(unfinished, randomUUID());
      await writeBlob(file, content(body));
      const time = new Date(known.updateMs);
      await utimes(file, time, time);
      await mkdir(dirname(path), { recursive: true });
      await rename(file, path);
      await syncFolder(dirname(path));
    },
    all: async function* (area) {
      const areas = area === undefined ? await names(folder) : [area];
      for (const kind of ['models', 'jobs'])
        for (const each of areas) yield* copiesIn(folder, join(each, kind));
    },
    expire: async (olderThanMs) => {
      const before = Date.now() - olderThanMs;
      for (const area of await names(folder))
        for (const { path, timeMs } of await files(folder, join(area, 'jobs')))
          if (timeMs < before) await rm(join(folder, path), { force: true });
    },
  };
}

/** A model that is made anew under its old name does not take the place of what is known of the old one. */
function pathOf({ area, key, value, createMs }: KnownRecord): string {
  return join(area, value.$case === 'model' ? `${key}.${createMs}` : key);
}

async function* content(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield sha256(body);
  yield body;
}

async function* copiesIn(folder: string, kind: string): AsyncGenerator<FoundCopy> {
  const read = async ({ path }: { path: string }) => {
    const bytes = await ifThere(readFile(join(folder, path)));
    return bytes && { path, ...readCopy(bytes) };
  };
  for await (const copy of inBatches(await files(folder, kind), read)) if (copy) yield copy;
}

function readCopy(bytes: Buffer): { record?: KnownRecord } {
  const body = bytes.subarray(hashBytes);
  if (!sha256(body).equals(bytes.subarray(0, hashBytes))) return {};
  try {
    return { record: readRecord(Record.decode(body)) };
  } catch {
    return {};
  }
}

/** Newest first. */
async function files(folder: string, kind: string): Promise<{ path: string; timeMs: number }[]> {
  const found: { path: string; timeMs: number }[] = [];
  const look = async (name: string) => {
    const path = join(kind, name);
    const timeMs = await modifiedMs(join(folder, path));
    return timeMs === undefined ? undefined : { path, timeMs };
  };
  for await (const file of inBatches(await names(join(folder, kind)), look))
    if (file) found.push(file);
  return found.sort((a, b) => b.timeMs - a.timeMs);
}

/** The results of some work on each item, in order; a batch of them is worked on at once. */
async function* inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  for (let start = 0; start < items.length; start += atOnce)
    yield* await Promise.all(items.slice(start, start + atOnce).map(work));
}

async function names(folder: string): Promise<string[]> {
  return ((await ifThere(readdir(folder))) ?? []).filter((name) => !name.startsWith('.'));
}

async function modifiedMs(path: string): Promise<number | undefined> {
  const found = await ifThere(stat(path));
  return found && Math.round(found.mtimeMs);
}

async function ifThere<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function sha256(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest();
}
