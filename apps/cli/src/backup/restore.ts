import { readRecord, type KnownRecord } from '@polymath/backup/record';
import type { ImportRecordsRequest, WrittenRecords } from '@polymath/contracts/polymath/admin/v1/admin'; // prettier-ignore
import type { UploadRequest } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { PolymathError } from '@polymath/errors';
import type { Place, TransferOptions } from './back-up.js';
import { placeOf, recordsOf, type CheckedArchive } from './check-archive.js';
import { readArchive, type ArchiveEntry } from './read-archive.js';

/** What became of one area. */
export interface RestoredArea {
  readonly area: string;
  readonly written: WrittenRecords;
}

/** What became of a backup. */
export interface Restored {
  areas: RestoredArea[];
  /** Artifacts that were sent; others were there. */
  blobs: number;
  blobBytes: number;
}

/**
 * Refuses a platform that holds what the backup does not: so a restore that was interrupted may be repeated, and goes on.
 * @throws failed-precondition naming the first such record
 */
export async function requireEmpty(
  { records }: Pick<CheckedArchive, 'records'>,
  places: readonly Place[],
  signal: AbortSignal,
): Promise<void> {
  for (const { area, admin } of places) {
    for await (const { record } of admin.exportRecords({ recordsOnly: true }, { signal })) {
      const known = readRecord(record!);
      if (isOfBackup(records, known)) continue;
      const message = `the platform is not empty: ${area} has ${known.key}, which is not in this backup; --merge adds to what is there`;
      throw new PolymathError('failed-precondition', message);
    }
  }
}

/** A model may also have been made, since a first restore, of jobs of the backup. */
function isOfBackup(records: CheckedArchive['records'], known: KnownRecord): boolean {
  if (records.get(placeOf(known)) === known.createMs) return true;
  const { value, area } = known;
  if (value.$case === 'job') return false;
  const { versions } = value.model;
  const isFromJob = ({ lineage }: (typeof versions)[number]) =>
    records.has(placeOf({ area, key: `jobs/${lineage?.jobId ?? ''}` }));
  return versions.length > 0 && versions.every(isFromJob);
}

/**
 * Puts back what a checked backup holds: all artifacts first, then all records. What is there already stays as it is.
 * @throws unavailable, resource-exhausted, corrupt-data: a repeat goes on
 */
export async function restore(
  path: string,
  { checked, places }: { checked: CheckedArchive; places: readonly Place[] },
  options: TransferOptions,
): Promise<Restored> {
  const sent = { blobs: 0, blobBytes: 0 };
  for (const place of places) await sendBlobs(path, { checked, place, sent }, options);
  const areas: RestoredArea[] = [];
  for (const { area, admin } of places) {
    const { written } = await admin.importRecords(requestsOf(path, area), options);
    areas.push({ area, written: written! });
  }
  return { areas, ...sent };
}

interface Sending {
  checked: CheckedArchive;
  place: Place;
  sent: { blobs: number; blobBytes: number };
}

async function sendBlobs(
  path: string,
  { checked: { blobs, blobsOf }, place, sent }: Sending,
  { onTransferred, signal }: TransferOptions,
): Promise<void> {
  const lacking = new Set<string>();
  for (const sha256 of blobsOf(place.area))
    if (!(await isThere(place, sha256, signal))) lacking.add(sha256);
  if (lacking.size === 0) return;
  const totalBytes = [...lacking].reduce((sum, name) => sum + blobs.get(name)!, 0);
  let doneBytes = 0;
  for await (const entry of readArchive(path, { signal })) {
    if (entry.kind.kind !== 'blob' || !lacking.has(entry.kind.sha256)) continue;
    const onBytes = (bytes: number) => onTransferred?.((doneBytes += bytes), totalBytes);
    await place.artifacts.upload(partsOf(entry, onBytes), { signal });
    sent.blobs += 1;
    sent.blobBytes += entry.sizeBytes;
  }
}

async function isThere({ artifacts }: Place, sha256: string, signal: AbortSignal) {
  try {
    return (await artifacts.stat({ sha256 }, { signal })).artifact !== undefined;
  } catch (error) {
    if (PolymathError.from(error).kind === 'not-found') return false;
    throw error;
  }
}

async function* partsOf(
  { kind, content }: ArchiveEntry,
  onBytes: (bytes: number) => void,
): AsyncGenerator<UploadRequest> {
  const header = { name: '', mediaType: '', sha256: kind.sha256! };
  yield { part: { $case: 'header', value: header } };
  for await (const chunk of content) {
    yield { part: { $case: 'chunk', value: Buffer.from(chunk) } };
    onBytes(chunk.length);
  }
}

/** Records come first in a backup: what lies behind them is not read. */
async function* requestsOf(path: string, area: string): AsyncGenerator<ImportRecordsRequest> {
  for await (const entry of readArchive(path)) {
    if (entry.kind.kind !== 'records') return;
    if (entry.kind.area !== area) continue;
    for (const record of await recordsOf(entry)) yield { record };
  }
}
