import type { ArtifactStore } from '@polymath/artifacts';
import type {
  ExportRecordsRequest,
  ExportRecordsResponse,
  Record,
} from '@polymath/contracts/polymath/admin/v1/admin';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { readStored, type EventsConnection } from '@polymath/events';
import type { JobRecords } from '@polymath/jobs';
import type { ModelRecords } from '@polymath/models';
import type { Logger } from '@polymath/service-kit';
import { readRecord, type KnownRecord } from './record.js';
import { recordAt, type RecordSource } from './record-at.js';

/** Where records and blobs of an area are. */
export interface ExportParts {
  connection: EventsConnection;
  jobs: JobRecords;
  models: ModelRecords;
  artifacts: Pick<ArtifactStore, 'stat'>;
  log: Pick<Logger, 'warn'>;
}

/** How often a job is read again whose checkpoint gave way to a newer one meanwhile. */
const rereads = 3;

/**
 * Every record of the area, each once: models first, so that a job which becomes a version meanwhile becomes one again after a
 * restore; what is no record of its key is passed over. Throws `unavailable` unless all could be read.
 */
export async function* exportRecords(
  parts: ExportParts,
  { recordsOnly }: ExportRecordsRequest,
  signal: AbortSignal,
): AsyncGenerator<ExportRecordsResponse> {
  const { connection, jobs, models } = parts;
  const looked = new Map<string, Artifact | undefined>();
  for (const [source, $case] of [
    [models, 'model'],
    [jobs, 'job'],
  ] as const) {
    const sent = new Set<string>();
    const { stream, filter } = source;
    const from = { stream, filter, from: 1, signal };
    for await (const message of readStored(connection, from)) {
      const { data, subject } = message;
      // Written again while this reads: the first of them is sent, with what it named.
      if (data.length === 0 || sent.has(subject)) continue;
      const known = recordOrNone(parts, [source, $case], message);
      if (!known) continue;
      sent.add(subject);
      const record: Record = { record: { $case, value: known.bytes } };
      if (recordsOnly) yield { record, artifacts: [], missingSha256: [] };
      else yield await withArtifacts(parts, record, looked);
    }
  }
}

function recordOrNone(
  { log }: ExportParts,
  [source, $case]: readonly [RecordSource, KnownRecord['value']['$case']],
  message: { subject: string; data: Uint8Array },
): ReturnType<typeof recordAt> | undefined {
  try {
    return recordAt(source, $case, message);
  } catch (err) {
    log.warn({ err, record: message.subject }, 'a record is left out of an export');
    return undefined;
  }
}

/** The record, or a newer one, and what it names; asking for a blob keeps it for a day. */
async function withArtifacts(
  { artifacts, jobs }: ExportParts,
  first: Record,
  looked: Map<string, Artifact | undefined>,
): Promise<ExportRecordsResponse> {
  let record = first;
  for (let reads = 0; ; reads += 1) {
    const { value, needs, mentions } = readRecord(record);
    const found: Artifact[] = [];
    for (const sha256 of mentions) {
      const artifact = looked.get(sha256) ?? (await artifacts.stat(sha256));
      looked.set(sha256, artifact);
      if (artifact) found.push(artifact);
    }
    const missingSha256 = needs.filter((sha256) => !looked.get(sha256));
    const isLost = missingSha256.length === 0 || value.$case === 'model' || reads === rereads;
    const newer = isLost ? undefined : await jobs.get(value.job.id);
    if (!newer) return { record, artifacts: found, missingSha256 };
    record = { record: { $case: 'job', value: Buffer.from(Job.encode(newer.job).finish()) } };
  }
}
