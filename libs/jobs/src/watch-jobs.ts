import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { readStream, type EventsConnection } from '@polymath/events';
import { allRecords, areaRecords } from './records.js';

/** Which records to follow. */
export interface WatchJobsOptions {
  area: string;
  /** Called once all records that were there at the start have been yielded. */
  onCaughtUp?: () => void;
  signal: AbortSignal;
}

/** Every record of an area's jobs as it stands, then each change, across outages, until the signal is aborted. */
export async function* watchJobs(
  connection: EventsConnection,
  { area, ...options }: WatchJobsOptions,
): AsyncGenerator<Job, void, undefined> {
  const records = { stream: allRecords.stream, filter: areaRecords(area), from: 'last' as const };
  for await (const { data } of readStream(connection, { ...records, ...options })) {
    if (data.length > 0) yield Job.decode(data);
  }
}
