import type { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromTimestamp, type EventsConnection } from '@polymath/events';
import type { Logger } from '@polymath/service-kit';
import { JobCounts } from './job-counts.js';
import { byNewest, insert, remove } from './newest-first.js';
import type { JobRecords } from './records.js';
import { watchJobs, type RemovedRecord, type WatchJobsOptions } from './watch-jobs.js';

/** What the index keeps of a record. */
export interface IndexedJob {
  id: string;
  tenant: string;
  kind: string;
  state: JobState;
  epoch: number;
  accelerator: Job['accelerator'];
  createMs: number;
  /** When its record was last written. */
  updateMs: number;
  endMs: number | undefined;
  notBeforeMs: number | undefined;
  deadlineMs: number | undefined;
}

/** All jobs of one area, in memory, kept up to date by a watch on the bucket. */
export interface JobIndex {
  get(id: string): IndexedJob | undefined;
  values(): Iterable<IndexedJob>;
  /** Newest first; changes with the next record. */
  newestFirst(): readonly IndexedJob[];
  readonly counts: Pick<JobCounts, 'byKindAndState' | 'queues'>;
  /** Calls the listener with each new record of one job, until the returned function is called. */
  watch(id: string, listener: (job: Job) => void): () => void;
  /** Markers in the place of records that were removed, by job. */
  readonly removed: Map<string, RemovedRecord>;
  close(): Promise<void>;
}

/** Reads all records of the area and follows them; resolves once all are read. What cannot be read is logged and passed over. */
export async function openIndex(
  connection: EventsConnection,
  { area }: Pick<JobRecords, 'area'>,
  log?: Pick<Logger, 'warn'>,
): Promise<JobIndex> {
  const jobs = new Map<string, IndexedJob>();
  const listeners = new Map<string, Set<(job: Job) => void>>();
  const stop = new AbortController();
  /** Made when it is first asked for, then kept in order: sorting anew after each change takes longer than any call. */
  let sorted: IndexedJob[] | undefined;

  const counts = new JobCounts();
  const removed = new Map<string, RemovedRecord>();

  const forget = (marker: RemovedRecord) => {
    const { id } = marker;
    const known = jobs.get(id);
    counts.change(known, undefined);
    jobs.delete(id);
    if (known && sorted) remove(sorted, known);
    removed.set(id, marker);
  };
  const take = (job: Job) => {
    removed.delete(job.id);
    const indexed = toIndexed(job);
    const before = jobs.get(job.id);
    counts.change(before, indexed);
    jobs.set(job.id, indexed);
    // A request id may be used again when its job's record has been removed: at another time.
    if (sorted && before) remove(sorted, before);
    if (sorted) insert(sorted, indexed);
    for (const listener of listeners.get(job.id) ?? []) listener(job);
  };
  let following = Promise.resolve();
  await new Promise<void>((onCaughtUp, reject) => {
    const onUnreadable = (err: unknown) => log?.warn({ err }, 'a record is passed over');
    const options = {
      ...{ area, onCaughtUp, onRemoved: forget, onUnreadable },
      signal: stop.signal,
    };
    following = follow(connection, take, options);
    following.then(onCaughtUp, reject);
  });

  return {
    get: (id) => jobs.get(id),
    values: () => jobs.values(),
    counts,
    removed,
    newestFirst: () => (sorted ??= [...jobs.values()].sort(byNewest)),
    watch: (id, listener) => {
      const forJob = listeners.get(id) ?? new Set();
      listeners.set(id, forJob.add(listener));
      return () => {
        forJob.delete(listener);
        if (forJob.size === 0 && listeners.get(id) === forJob) listeners.delete(id);
      };
    },
    close: async () => {
      stop.abort();
      await following;
    },
  };
}

async function follow(
  connection: EventsConnection,
  take: (job: Job) => void,
  options: WatchJobsOptions,
): Promise<void> {
  for await (const job of watchJobs(connection, options)) take(job);
}

/** What the index keeps of a record. */
export function toIndexed(job: Job): IndexedJob {
  const { id, tenant, kind, state, epoch, accelerator } = job;
  return {
    id,
    tenant,
    kind,
    state,
    epoch,
    accelerator,
    createMs: fromTimestamp(job.createTime) ?? 0,
    updateMs: fromTimestamp(job.updateTime) ?? 0,
    endMs: fromTimestamp(job.endTime),
    notBeforeMs: fromTimestamp(job.notBefore),
    deadlineMs: fromTimestamp(job.deadline),
  };
}
