import { join } from 'node:path';
import type { ArtifactStore } from '@polymath/artifacts';
import type {
  AdminServiceService,
  ImportRecordsRequest,
  RebuildRecordsResponse,
  Record,
} from '@polymath/contracts/polymath/admin/v1/admin';
import { invalidFields, PolymathError } from '@polymath/errors';
import type { EventsConnection } from '@polymath/events';
import { openRecords } from '@polymath/jobs';
import { openModelRecords } from '@polymath/models';
import type { Handlers, Logger } from '@polymath/service-kit';
import { checkRecord } from './check-record.js';
import { copyRecords } from './copy-records.js';
import { exportRecords, type ExportParts } from './export-records.js';
import { openRecordCopies, type RecordCopies } from './record-copies.js';
import { readRecord, type KnownRecord } from './record.js';
import { writeRecords } from './write-records.js';

/** What an area gives to have its records kept safe. */
export interface BackupOptions {
  connection: EventsConnection;
  /** E.g. `compression`. */
  area: string;
  replicas: number;
  /** How long records of ended jobs are kept, in milliseconds: their copies as well. */
  keepMs: number;
  artifacts: Pick<ArtifactStore, 'stat'>;
  /** The folder of the artifact store: copies of records lie in its `records`. */
  artifactsDir: string;
  log: Logger;
}

/** Records that can be taken out, put back and made again. */
export interface Backup {
  /** What answers `AdminService`. */
  handlers: Handlers<AdminServiceService>;
  /** The artifacts that copies name: they must be there when the copies are needed. Removes copies that nobody would read. */
  copiedNames(): Promise<Set<string>>;
  close(): Promise<void>;
}

/** Starts to copy the records of an area, and answers `AdminService`. */
export async function startBackup(options: BackupOptions): Promise<Backup> {
  const { connection, area, replicas, keepMs, artifacts, artifactsDir, log } = options;
  const jobs = await openRecords(connection, { area, replicas });
  const models = await openModelRecords(connection, { area, replicas });
  const copies = await openRecordCopies(join(artifactsDir, 'records'));
  const parts: BackupParts = { connection, area, jobs, models, artifacts, copies, log };
  const stop = new AbortController();
  const copying = [
    copyRecords({ connection, copies, log }, { source: models, $case: 'model' }, stop.signal),
    copyRecords({ connection, copies, log }, { source: jobs, $case: 'job' }, stop.signal),
  ].map((running) =>
    running.catch((err: unknown) => log.error({ err }, 'records are copied no more')),
  );
  return {
    handlers: adminHandlers(parts),
    copiedNames: async () => {
      await copies.expire(keepMs);
      const found = new Set<string>();
      for await (const { record } of copies.all())
        for (const name of record?.mentions ?? []) found.add(name);
      return found;
    },
    close: async () => {
      stop.abort();
      await Promise.all(copying);
    },
  };
}

interface BackupParts extends ExportParts {
  area: string;
  copies: RecordCopies;
}

function adminHandlers(parts: BackupParts): Handlers<AdminServiceService> {
  const { connection } = parts;
  return {
    async *exportRecords(request, { signal }) {
      connection.requireConnected();
      yield* exportRecords(parts, request, signal);
    },
    importRecords: async (requests) => {
      connection.requireConnected();
      return { written: await writeRecords(parts, recordsOf(requests)) };
    },
    rebuildRecords: () => {
      connection.requireConnected();
      return rebuild(parts);
    },
  };
}

async function* recordsOf(requests: AsyncIterable<ImportRecordsRequest>) {
  for await (const { record } of requests) {
    if (!record) throw invalidFields([{ field: 'record', description: 'is required' }]);
    yield readOrRefuse(record);
  }
}

function readOrRefuse(record: Record): KnownRecord {
  try {
    return readRecord(record);
  } catch (error) {
    throw invalidFields([{ field: 'record', description: PolymathError.from(error).message }]);
  }
}

/** Writes what copies tell where there is no record. */
async function rebuild(parts: BackupParts): Promise<RebuildRecordsResponse> {
  const { area, copies, artifacts } = parts;
  const broken: string[] = [];
  const needs = new Set<string>();
  async function* readable(): AsyncGenerator<KnownRecord> {
    for await (const { path, record } of copies.all(area)) {
      if (record && isFrom(area, record)) yield record;
      else broken.push(path);
    }
  }
  const written = await writeRecords(parts, readable(), (record) => {
    for (const sha256 of record.needs) needs.add(sha256);
  });
  const missingSha256: string[] = [];
  for (const sha256 of needs) if (!(await artifacts.stat(sha256))) missingSha256.push(sha256);
  return { written, broken, missingSha256 };
}

/** Somebody may have put a file there that only looks like a copy: the others are still worth having. */
function isFrom(area: string, record: KnownRecord): boolean {
  try {
    checkRecord(record, area);
    return true;
  } catch {
    return false;
  }
}
