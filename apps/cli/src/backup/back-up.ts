import { createHash } from 'node:crypto';
import { readRecord } from '@polymath/backup/record';
import { Record, RecordBatch } from '@polymath/contracts/polymath/admin/v1/admin';
import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import type { Clients } from '../clients.js';
import { batchName, blobName, formatEntry, formatText, formatVersion, manifestEntry } from './archive-format.js'; // prettier-ignore
import type { AreaCounts, Manifest } from './archive-format.js';
import { writeArchive, type ArchiveWriter } from './write-archive.js';

/** The service of one area. */
export interface Place extends Pick<Clients, 'admin' | 'artifacts'> {
  readonly area: string;
}

/** What may be said about a backup or a restore. */
export interface TransferOptions {
  /** Told how far it is. */
  onTransferred?: (doneBytes: number, totalBytes: number) => void;
  signal: AbortSignal;
}

/** An artifact that records name, and who has it. */
interface NamedBlob {
  sizeBytes: number;
  place: Place;
}

const batchBytes = 1024 * 1024;
const { JOB_STATE_QUEUED, JOB_STATE_RUNNING } = JobState;

/**
 * Writes the records of all areas, then every artifact that they name, into one file.
 * @throws already-exists when there is such a file; unavailable; corrupt-data when an artifact on the platform is broken
 */
export async function backUp(
  path: string,
  places: readonly Place[],
  { onTransferred, signal }: TransferOptions,
): Promise<Manifest> {
  const startTime = new Date().toISOString();
  let manifest: Manifest | undefined;
  await writeArchive(path, async (archive) => {
    await addText(archive, formatEntry, formatText());
    const named = new Map<string, NamedBlob>();
    const missing = new Set<string>();
    const areas: AreaCounts[] = [];
    for (const place of places) areas.push(await addRecords(archive, place, { named, missing, signal })); // prettier-ignore
    const blobBytes = [...named.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let doneBytes = 0;
    for (const [sha256, blob] of named) {
      const onBytes = (bytes: number) => onTransferred?.((doneBytes += bytes), blobBytes);
      const content = contentOf(sha256, blob, { onBytes, signal });
      await archive.add(blobName(sha256), blob.sizeBytes, content);
    }
    const endTime = new Date().toISOString();
    const found = { areas, blobs: named.size, blobBytes, missing: [...missing] };
    manifest = { version: formatVersion, startTime, endTime, ...found };
    await addText(archive, manifestEntry, `${JSON.stringify(manifest, undefined, 2)}\n`);
  });
  return manifest!;
}

interface Found {
  named: Map<string, NamedBlob>;
  missing: Set<string>;
  signal: AbortSignal;
}

async function addRecords(
  archive: ArchiveWriter,
  place: Place,
  { named, missing, signal }: Found,
): Promise<AreaCounts> {
  const counts = { name: place.area, jobs: 0, unfinishedJobs: 0, models: 0 };
  let [batch, sizeBytes, number]: [Record[], number, number] = [[], 0, 0];
  const flush = async () => {
    if (batch.length === 0) return;
    const content = RecordBatch.encode({ records: batch }).finish();
    await archive.add(batchName(place.area, (number += 1), content), content.length, only(content));
    [batch, sizeBytes] = [[], 0];
  };
  for await (const { record, artifacts, missingSha256 } of place.admin.exportRecords(
    { recordsOnly: false },
    { signal },
  )) {
    // prettier-ignore
    const { value } = readRecord(record!);
    if (value.$case === 'model') counts.models += 1;
    else counts.jobs += 1;
    if (value.$case === 'job' && isUnfinished(value.job.state)) counts.unfinishedJobs += 1;
    for (const { sha256, sizeBytes } of artifacts)
      if (!named.has(sha256)) named.set(sha256, { sizeBytes: Number(sizeBytes), place });
    for (const sha256 of missingSha256) missing.add(sha256);
    batch.push(record!);
    sizeBytes += record!.record!.value.length;
    if (sizeBytes >= batchBytes) await flush();
  }
  await flush();
  return counts;
}

async function* contentOf(
  sha256: string,
  { place }: NamedBlob,
  { onBytes, signal }: { onBytes: (bytes: number) => void; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const { part } of place.artifacts.download({ sha256, offsetBytes: 0n }, { signal })) {
    if (part?.$case !== 'chunk') continue;
    hash.update(part.value);
    yield part.value;
    onBytes(part.value.length);
  }
  const got = hash.digest('hex');
  if (got === sha256) return;
  const message = `the artifact ${sha256} of ${place.area} is broken on the platform: its content has SHA-256 ${got}`;
  throw new PolymathError('corrupt-data', message);
}

async function addText(archive: ArchiveWriter, name: string, text: string): Promise<void> {
  const content = Buffer.from(text);
  await archive.add(name, content.length, only(content));
}

async function* only(content: Uint8Array): AsyncGenerator<Uint8Array> {
  // The tar library takes no subclass.
  yield new Uint8Array(content);
}

function isUnfinished(state: JobState): boolean {
  return state === JOB_STATE_QUEUED || state === JOB_STATE_RUNNING;
}
