import { Kvm, type KV } from '@nats-io/kv';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { fromNatsError, type EventsConnection } from '@polymath/events';
import { isJobId, readRecord } from './read-record.js';

export { isJobId };

/** The bucket with one record a job: the truth about every job. */
const bucket = 'jobs';
/** Data travels as artifact references, so a record stays small. */
const maxRecordBytes = 256 * 1024;

/** Where the records of all areas are: the stream behind the bucket, and its subjects. */
export const allRecords = { stream: `KV_${bucket}`, filter: `$KV.${bucket}.>` };

/** The subjects of one area's records. */
export const areaRecords = (area: string) => `$KV.${bucket}.${area}.>`;

/** A record and the revision under which it was read. */
export interface StoredJob {
  job: Job;
  revision: number;
}

/** The records of one area. Every method throws `unavailable` while NATS is away. */
export interface JobRecords {
  readonly area: string;
  /** The stream behind the bucket, and the subjects of this area in it. */
  readonly stream: string;
  readonly filter: string;
  /** Throws `corrupt-data` when what is there is no record of this job. */
  get(id: string): Promise<StoredJob | undefined>;
  /** Throws `conflict` when there is a record already. */
  create(job: Job): Promise<void>;
  /** Compare-and-set: throws `conflict` when the record has changed since it was read. */
  update(stored: StoredJob, job: Job): Promise<void>;
  /**
   * Leaves a marker in the record's place. Without it a nats-server that is killed soon after would find the older revisions on its disk, which it
   * had dropped without a trace, and a job that has ended would run again.
   */
  remove(id: string): Promise<void>;
  /** Takes away the marker of that revision, once it has done its duty: see {@link JobRecords.remove}. */
  clear(id: string, revision: number): Promise<void>;
}

/** Opens, or makes, the bucket `jobs` for one area. */
export async function openRecords(
  connection: EventsConnection,
  { area, replicas }: { area: string; replicas: number },
): Promise<JobRecords> {
  const { stream } = allRecords;
  const kv = await ours(() => openBucket(connection, replicas));
  const key = (id: string) => `${area}.${id}`;
  return {
    area,
    stream,
    filter: areaRecords(area),
    get: async (id) => {
      if (!isJobId(id)) return undefined;
      const entry = await ours(() => kv.get(key(id)));
      if (entry?.operation !== 'PUT') return undefined;
      return { job: readRecord(area, id, entry.value), revision: entry.revision };
    },
    create: async (job) => {
      await ours(() => kv.create(key(job.id), encode(job)));
    },
    update: async ({ revision }, job) => {
      await ours(() => kv.update(key(job.id), encode(job), revision));
    },
    remove: (id) => ours(() => kv.delete(key(id))),
    clear: async (id, revision) => {
      // A request id may have been used again since: what is newer stays.
      const options = { filter: `$KV.${bucket}.${key(id)}`, seq: revision + 1 };
      await ours(() => connection.manager.streams.purge(stream, options));
    },
  };
}

function openBucket(connection: EventsConnection, replicas: number): Promise<KV> {
  return new Kvm(connection.jetstream).create(bucket, {
    history: 1,
    // Direct reads may come from a replica that lags behind; ours must see every write.
    allow_direct: false,
    maxValueSize: maxRecordBytes,
    replicas,
  });
}

function encode(job: Job): Uint8Array {
  const bytes = Job.encode(job).finish();
  if (bytes.length <= maxRecordBytes) return bytes;
  const message = `a job record must be at most ${maxRecordBytes} bytes, got ${bytes.length}`;
  throw new PolymathError('invalid-input', message);
}

async function ours<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw fromNatsError(error);
  }
}
