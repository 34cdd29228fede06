import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { readStream, type EventsConnection } from '@polymath/events';
import { isJobId, readRecord } from './read-record.js';
import { allRecords, areaRecords } from './records.js';

/** What stands in the place of a record that was removed. */
export interface RemovedRecord {
  id: string;
  revision: number;
  removedMs: number;
}

/** Which records to follow. */
export interface WatchJobsOptions {
  area: string;
  /** Called once all records that were there at the start have been yielded. */
  onCaughtUp?: () => void;
  /** Called with the marker of a record that was removed. */
  onRemoved?: (marker: RemovedRecord) => void;
  /** Called with what stands under a key and cannot be read as its record, which is passed over. */
  onUnreadable?: (error: unknown) => void;
  signal: AbortSignal;
}

/** Every record of an area's jobs as it stands, then each change, across outages, until the signal is aborted. */
export async function* watchJobs(
  connection: EventsConnection,
  { area, onRemoved, onUnreadable, ...options }: WatchJobsOptions,
): AsyncGenerator<Job, void, undefined> {
  const records = { stream: allRecords.stream, filter: areaRecords(area), from: 'last' as const };
  const prefix = areaRecords(area).length - 1;
  for await (const message of readStream(connection, { ...records, ...options })) {
    const [id, { data, seq: revision }] = [message.subject.slice(prefix), message];
    if (data.length === 0) {
      onRemoved?.({ id, revision, removedMs: Number(message.timestampNanos / 1_000_000n) });
      continue;
    }
    const job = jobUnder(area, id, data);
    if (job instanceof PolymathError) onUnreadable?.(job);
    else yield job;
  }
}

function jobUnder(area: string, key: string, data: Uint8Array): Job | PolymathError {
  if (!isJobId(key))
    return new PolymathError('corrupt-data', `a record under "${key}", which is no id`);
  try {
    return readRecord(area, key, data);
  } catch (error) {
    return PolymathError.from(error);
  }
}
