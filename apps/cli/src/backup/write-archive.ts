import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '@polymath/artifacts';
import { PolymathError } from '@polymath/errors';
import { createTarPacker } from 'modern-tar';
import { checksumTail, endBytes, entryHeader } from './archive-format.js';

/** A tar file that grows. */
export interface ArchiveWriter {
  /** Adds an entry of exactly so many bytes. */
  readonly add: (
    name: string,
    sizeBytes: number,
    content: AsyncIterable<Uint8Array>,
  ) => Promise<void>;
}

/**
 * Writes an archive under `<path>.part`, which takes its name when all of it, its checksum too, is safely on the disk. What fails
 * leaves nothing; what is killed leaves a `.part` that no reader takes for a backup.
 * @throws already-exists; resource-exhausted when the disk is full; whatever `fill` throws
 */
export async function writeArchive(
  path: string,
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const part = `${path}.part`;
  refuseExisting(path);
  const file = await openFile(part);
  try {
    await writeEntries(file, fill);
    await file.sync();
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeEntries(
  file: FileHandle,
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const { readable, controller } = createTarPacker();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const drain = async () => {
    for await (const chunk of readable) {
      hash.update(chunk);
      await file.writeFile(chunk);
      sizeBytes += chunk.length;
    }
  };
  const draining = drain();
  // Its error, e.g. a full disk, reaches whoever writes the next entry, and is thrown below.
  draining.catch((error: unknown) => controller.error(error));
  try {
    await fill({ add: (name, size, content) => addEntry(controller, { name, size, content }) });
    controller.finalize();
  } catch (error) {
    controller.error(error);
    await draining;
    throw error;
  }
  await draining;
  await file.truncate(sizeBytes - endBytes);
  const tail = await checksumTail(hash.digest('hex'));
  const { bytesWritten } = await file.write(tail, 0, tail.length, sizeBytes - endBytes);
  if (bytesWritten < tail.length) throw new PolymathError('resource-exhausted', 'no space left on the disk'); // prettier-ignore
}

async function addEntry(
  controller: ReturnType<typeof createTarPacker>['controller'],
  { name, size, content }: { name: string; size: number; content: AsyncIterable<Uint8Array> },
): Promise<void> {
  const entry = controller.add(entryHeader(name, size)).getWriter();
  for await (const chunk of content) await entry.write(chunk);
  await entry.close();
}

function refuseExisting(path: string): void {
  if (existsSync(path)) throw new PolymathError('already-exists', `${path} is there already`);
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w', 0o600);
  } catch (cause) {
    const message = `cannot write ${path}: ${cause instanceof Error ? cause.message : ''}`;
    throw new PolymathError('invalid-input', message, { cause });
  }
}
