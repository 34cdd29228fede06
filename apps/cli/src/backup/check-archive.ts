import { readRecord, type KnownRecord } from '@polymath/backup/record';
import { RecordBatch } from '@polymath/contracts/polymath/admin/v1/admin';
import { PolymathError } from '@polymath/errors';
import { parseManifest, type Manifest } from './archive-format.js';
import {
  contentOf,
  passOver,
  readArchive,
  type ArchiveEntry,
  type ReadOptions,
} from './read-archive.js';

/** A backup that was read to its end and is whole. */
export interface CheckedArchive {
  manifest: Manifest;
  /** When each record was made, by its place: `<area>/<key>`. */
  records: ReadonlyMap<string, number>;
  /** SHA-256 of every artifact in it that records of an area name. */
  readonly blobsOf: (area: string) => string[];
  /** Size in bytes of every artifact in it. */
  blobs: ReadonlyMap<string, number>;
}

/** The place of a record among those of all areas. */
export const placeOf = ({ area, key }: Pick<KnownRecord, 'area' | 'key'>): string =>
  `${area}/${key}`;

/**
 * Reads a backup to its end: every artifact and record has its SHA-256, no record names an artifact that is not in it, and all
 * counts are right. Changes nothing; keeps names in memory, and no content.
 * @throws as `readArchive` does; corrupt-data naming what is missing
 */
export async function checkArchive(path: string, options?: ReadOptions): Promise<CheckedArchive> {
  const seen = new Seen();
  let manifest: Manifest | undefined;
  for await (const entry of readArchive(path, options)) {
    if (entry.kind.kind === 'manifest') {
      manifest = parseManifest(path, String(await contentOf(entry)));
    } else await seen.take(entry);
  }
  if (!manifest) throw new PolymathError('corrupt-data', `${path} has no manifest`);
  seen.compare(path, manifest);
  const { records, blobs, mentions } = seen;
  const blobsOf = (area: string) =>
    [...(mentions.get(area) ?? [])].filter((name) => blobs.has(name));
  return { manifest, records, blobs, blobsOf };
}

/** The records of a batch, as they are kept. */
export async function recordsOf(entry: ArchiveEntry) {
  return RecordBatch.decode(await contentOf(entry)).records;
}

/** What was found on the way. */
class Seen {
  readonly records = new Map<string, number>();
  readonly blobs = new Map<string, number>();
  readonly mentions = new Map<string, Set<string>>();
  /** Which record needs an artifact. */
  readonly #needs = new Map<string, string>();

  async take(entry: ArchiveEntry): Promise<void> {
    const { kind } = entry;
    if (kind.kind === 'records') {
      for (const record of await recordsOf(entry)) this.#takeRecord(readRecord(record));
      return;
    }
    await passOver(entry.content);
    if (kind.kind === 'blob') this.blobs.set(kind.sha256, entry.sizeBytes);
  }

  #takeRecord(record: KnownRecord): void {
    const place = placeOf(record);
    this.records.set(place, record.createMs);
    const ofArea = this.mentions.get(record.area) ?? new Set();
    for (const name of record.mentions) ofArea.add(name);
    this.mentions.set(record.area, ofArea);
    for (const name of record.needs) this.#needs.set(name, place);
  }

  compare(path: string, { areas, blobs, missing }: Manifest): void {
    const lost = new Set(missing);
    for (const [name, place] of this.#needs) {
      if (this.blobs.has(name) || lost.has(name)) continue;
      throw new PolymathError(
        'corrupt-data',
        `${path}: ${place} needs ${name}, which is not in it`,
      );
    }
    const records = areas.reduce((sum, area) => sum + area.jobs + area.models, 0);
    if (records === this.records.size && blobs === this.blobs.size) return;
    const [has, holds] = [`${records} records and ${blobs} artifacts`, `${this.records.size} and ${this.blobs.size}`]; // prettier-ignore
    throw new PolymathError('corrupt-data', `${path}: expected ${has}, got ${holds}`);
  }
}
