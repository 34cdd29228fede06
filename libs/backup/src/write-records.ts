import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { WrittenRecords } from '@polymath/contracts/polymath/admin/v1/admin';
import { invalidFields, PolymathError } from '@polymath/errors';
import { hasEnded, transition, type JobRecords } from '@polymath/jobs';
import type { ModelRecords } from '@polymath/models';
import { checkRecord } from './check-record.js';
import type { KnownRecord } from './record.js';

/** Where the records of one area are written. */
export interface WriteParts {
  readonly area: string;
  readonly jobs: Pick<JobRecords, 'create'>;
  readonly models: Pick<ModelRecords, 'write'>;
}

/** How many writes wait for their answers at once. */
const atOnce = 32;

/**
 * Writes records where there are none, and counts what became of them. Safe to repeat.
 * @param onWritten told of each record that was written
 * @throws invalid-input naming what this area could not have written; unavailable when NATS is away: those before it are written then
 */
export async function writeRecords(
  parts: WriteParts,
  records: AsyncIterable<KnownRecord>,
  onWritten: (record: KnownRecord) => void = () => undefined,
): Promise<WrittenRecords> {
  const counts = WrittenRecords.create();
  const write = async (record: KnownRecord) => {
    const isNew = await unlessThere(() => writeOne(parts, record));
    count(counts, record, isNew);
    if (isNew) onWritten(record);
  };
  let batch: Promise<void>[] = [];
  try {
    for await (const record of records) {
      checkRecord(record, parts.area);
      const writing = write(record);
      // Heard of below; the next record may be long in coming, and nobody listens meanwhile.
      writing.catch(() => undefined);
      batch.push(writing);
      if (batch.length < atOnce) continue;
      await Promise.all(batch);
      batch = [];
    }
    await Promise.all(batch);
  } finally {
    await Promise.allSettled(batch);
  }
  return counts;
}

/**
 * The record of a job as it is put back: one that ran has lost its worker by no fault of its own, so it waits for another, no
 * attempt used; one that was to stop, or is late, ends.
 */
export function putBack(job: Job, now: number): Job {
  if (job.state !== JobState.JOB_STATE_RUNNING) return job;
  const { epoch } = job;
  return transition(job, { type: 'interruption', epoch, now }).record ?? job;
}

async function writeOne({ jobs, models }: WriteParts, { value }: KnownRecord): Promise<unknown> {
  if (value.$case === 'model') return models.write(value.model, undefined);
  return jobs.create(putBack(value.job, Date.now()));
}

async function unlessThere(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    const { kind, message } = PolymathError.from(error);
    if (kind === 'conflict') return false;
    // Larger than a record may be: that is the record's own fault.
    if (kind === 'invalid-input') throw invalidFields([{ field: 'record', description: message }]);
    throw error;
  }
}

function count(counts: WrittenRecords, { value }: KnownRecord, isNew: boolean): void {
  if (value.$case === 'model') {
    if (isNew) counts.models += 1n;
    else counts.keptModels.push(value.model.name);
    return;
  }
  if (!isNew) counts.keptJobs += 1n;
  else counts.jobs += 1n;
  if (isNew && !hasEnded(value.job.state)) counts.unfinishedJobs += 1n;
}
