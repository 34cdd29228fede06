import { createHash } from 'node:crypto';
import { PolymathError } from '@polymath/errors';
import { packTar } from 'modern-tar';
import { z } from 'zod';

/**
 * A backup is a tar file:
 *
 *     format.json                              what this is, and its version
 *     records/<area>/<number>-<sha256>.pb      polymath.admin.v1.RecordBatch, about 1 MiB each
 *     blobs/<sha256>                           artifacts
 *     manifest.json                            counts, times, what was lost before
 *     checksum.sha256                          of the tar file without this last entry
 */
export const formatVersion = 1;

/** What the first entry says. */
export const formatEntry = 'format.json';
/** What the last entry but one says. */
export const manifestEntry = 'manifest.json';

const checksumEntry = 'checksum.sha256';
const blockBytes = 512;
/** Two empty blocks end a tar file. */
export const endBytes = 2 * blockBytes;
/** The checksum's header and its text, a block each, and the end. */
export const checksumBytes = 2 * blockBytes + endBytes;

const formatSchema = z.object({ format: z.literal('polymath-backup'), version: z.int() });

const areaSchema = z.object({
  name: z.string(),
  jobs: z.int(),
  /** Those that had not ended. */
  unfinishedJobs: z.int(),
  models: z.int(),
});

const manifestSchema = z.object({
  version: z.int(),
  /** ISO 8601, UTC. */
  startTime: z.string(),
  endTime: z.string(),
  areas: z.array(areaSchema),
  blobs: z.int(),
  blobBytes: z.int(),
  /** SHA-256 of artifacts that records name and that the platform had lost before. */
  missing: z.array(z.string()),
});

/** What a backup holds. */
export type Manifest = z.infer<typeof manifestSchema>;
/** What a backup holds of one area. */
export type AreaCounts = z.infer<typeof areaSchema>;

/** The first entry of a backup. */
export function formatText(): string {
  return `${JSON.stringify({ format: 'polymath-backup', version: formatVersion })}\n`;
}

/** @throws corrupt-data when a file is no backup; failed-precondition when it is one of another version */
export function checkFormat(path: string, text: string): void {
  const parsed = formatSchema.safeParse(json(text));
  if (!parsed.success) throw new PolymathError('corrupt-data', `${path} is no backup of polymath`);
  const { version } = parsed.data;
  if (version === formatVersion) return;
  const [age, mend] =
    version > formatVersion
      ? ['newer', 'restore it with the polymath that made it, or a newer one']
      : ['older', 'restore it with a polymath of its time'];
  const message = `${path} has the ${age} format ${version}, expected ${formatVersion}: ${mend}`;
  throw new PolymathError('failed-precondition', message);
}

/** @throws corrupt-data */
export function parseManifest(path: string, text: string): Manifest {
  const parsed = manifestSchema.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new PolymathError('corrupt-data', `${path}: ${manifestEntry} is broken`);
}

/** The name of a batch of records. @param number from 1 */
export function batchName(area: string, number: number, content: Uint8Array): string {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return `records/${area}/${String(number).padStart(6, '0')}-${sha256}.pb`;
}

/** The name of an artifact. */
export const blobName = (sha256: string): string => `blobs/${sha256}`;

/** What the name of an entry says of its content. */
export type EntryKind =
  | { kind: 'records'; area: string; sha256: string }
  | { kind: 'blob'; sha256: string }
  | { kind: 'format' | 'manifest' | 'checksum' | 'unknown'; sha256?: undefined };

/** Reads the name of an entry. */
export function kindOf(name: string): EntryKind {
  const [, area, recordsSha] =
    /^records\/([a-z0-9-]+)\/\d{6,}-([0-9a-f]{64})\.pb$/.exec(name) ?? [];
  if (area && recordsSha) return { kind: 'records', area, sha256: recordsSha };
  const [, blobSha] = /^blobs\/([0-9a-f]{64})$/.exec(name) ?? [];
  if (blobSha) return { kind: 'blob', sha256: blobSha };
  if (name === formatEntry) return { kind: 'format' };
  if (name === manifestEntry) return { kind: 'manifest' };
  return { kind: name === checksumEntry ? 'checksum' : 'unknown' };
}

/** The header fields of an entry: always the same, so that a backup says nothing of who made it. */
export function entryHeader(name: string, size: number) {
  return { name, size, mode: 0o644, mtime: new Date(0), type: 'file' as const };
}

/** The end of a backup, to the byte: its checksum, and the end of a tar file. @param sha256 in hexadecimal digits */
export async function checksumTail(sha256: string): Promise<Uint8Array> {
  const body = Buffer.from(`${sha256}\n`);
  return packTar([
    { header: entryHeader(checksumEntry, body.length), body: Uint8Array.from(body) },
  ]);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
