import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';

/** Whether a text can be the id of a job. */
export function isJobId(text: string): boolean {
  return /^[a-z0-9]{1,40}$/.test(text);
}

/**
 * The job that a record holds. Anybody on NATS can write to the bucket, and a later version may know states that this one does
 * not: what is taken for a job must be one, and the one of its key.
 * @throws corrupt-data that says what it is instead
 */
export function readRecord(area: string, id: string, bytes: Uint8Array): Job {
  const job = decode(id, bytes);
  if (job.id !== id || job.area !== area) {
    throw unreadable(id, `it is of job "${job.id}" of area "${job.area}"`);
  }
  if (!(job.state in JobState) || job.state <= JobState.JOB_STATE_UNSPECIFIED) {
    throw unreadable(id, `there is no state ${job.state}`);
  }
  return job;
}

function decode(id: string, bytes: Uint8Array): Job {
  try {
    return Job.decode(bytes);
  } catch (cause) {
    throw unreadable(id, 'it is no record', cause);
  }
}

function unreadable(id: string, why: string, cause?: unknown): PolymathError {
  const message = `cannot read the record of job ${id}: ${why}`;
  return new PolymathError('corrupt-data', message, { cause });
}

/** Whether an error says that a record cannot be read. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof PolymathError && error.kind === 'corrupt-data';
}
