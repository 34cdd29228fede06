import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromTimestamp, toTimestamp } from '@polymath/events';
import type { NewJob } from './transition.js';

/** The first record of a job: queued, never claimed. `now` is milliseconds since 1970. */
export function newRecord({ timeoutMs, ...job }: NewJob, now: number): Job {
  return {
    ...job,
    state: JobState.JOB_STATE_QUEUED,
    reason: 'waits for a worker',
    errors: [],
    epoch: 0,
    attempt: 0,
    interruptions: 0,
    notBefore: undefined,
    deadline: timeoutMs > 0 ? toTimestamp(now + timeoutMs) : undefined,
    cancelRequested: false,
    checkpoint: undefined,
    outputs: [],
    metrics: {},
    retryOf: '',
    engine: undefined,
    worker: '',
    createTime: toTimestamp(now),
    startTime: undefined,
    endTime: undefined,
    updateTime: toTimestamp(now),
  };
}

/** A new job with the spec, the time allowed and the newest checkpoint of an old one. */
export function retriedRecord(
  old: Job,
  { id, requestId, now }: { id: string; requestId: string; now: number },
): Job {
  const deadlineMs = fromTimestamp(old.deadline);
  const timeoutMs = deadlineMs === undefined ? 0 : deadlineMs - fromTimestamp(old.createTime!);
  return {
    ...newRecord({ ...old, id, requestId, timeoutMs }, now),
    retryOf: old.id,
    checkpoint: old.checkpoint,
    // Results are equal bit for bit only under the engine that wrote the checkpoint.
    engine: old.checkpoint && old.engine,
  };
}
