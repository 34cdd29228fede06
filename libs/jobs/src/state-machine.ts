import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { ErrorKind } from '@polymath/errors';
import { fromTimestamp, toTimestamp } from '@polymath/events';
import { hasEnded } from './job-states.js';
import { newRecord, retriedRecord } from './new-record.js';
import type { Effect, JobTransition, Rejection, Transition } from './transition.js';

type Event<Type extends JobTransition['type']> = Extract<JobTransition, { type: Type }>;

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING } = JobState;
const { JOB_STATE_SUCCEEDED, JOB_STATE_FAILED, JOB_STATE_CANCELLED } = JobState;

const announce: Effect = { type: 'announce' };
const removeToken: Effect = { type: 'remove-token' };

/**
 * The whole life of a job: what `event` makes of `record`, and what must follow once that is written.
 *
 *     QUEUED -> RUNNING -> SUCCEEDED | FAILED | CANCELLED
 *     RUNNING -> QUEUED on a retry or an interruption; terminal states absorb.
 *
 * A record that left RUNNING under epoch e was written by the holder of e, because taking a job from a
 * lost worker raises the epoch, also when that ends the job. Pure: neither argument is changed.
 */
export function transition(record: Job | undefined, event: JobTransition): Transition {
  if (event.type === 'submit') {
    return record ? rejected('exists') : enqueue(newRecord(event.job, event.now));
  }
  if (!record) return rejected('missing');
  if (event.type === 'retry') return retry(record, event);
  if (hasEnded(record.state)) return rejected('ended');
  switch (event.type) {
    case 'claim':
      return claim(record, event);
    case 'worker-lost':
      return takeOver(record, event);
    case 'cancel-request':
      return requestCancel(record, event);
    case 'deadline':
      return expire(record, event);
    default:
      return holds(record, event.epoch) ? byHolder(record, event) : rejected('not-held');
  }
}

type HolderEvent = Event<'checkpoint' | 'failure' | 'interruption' | 'success' | 'cancelled'>;

function byHolder(record: Job, event: HolderEvent): Transition {
  const { now } = event;
  switch (event.type) {
    case 'checkpoint': {
      const checkpointed = { ...record, checkpoint: event.checkpoint, attempt: 0 };
      return changed(checkpointed, now, [{ type: 'announce-checkpoint' }]);
    }
    case 'success': {
      const { outputs, metrics } = event;
      return end({ ...record, outputs, metrics }, JOB_STATE_SUCCEEDED, '', now);
    }
    case 'cancelled':
      return end(record, JOB_STATE_CANCELLED, 'cancelled on request', now);
    case 'interruption':
      return interrupt(record, now);
    case 'failure':
      return fail(record, event);
  }
}

function claim(record: Job, event: Event<'claim'>): Transition {
  const { now } = event;
  if (record.state !== JOB_STATE_QUEUED) return rejected('not-queued');
  if (isPast(record.deadline, now)) return endByDeadline(record, now);
  if (record.notBefore && !isPast(record.notBefore, now)) return rejected('too-early');
  return run({ ...record, epoch: record.epoch + 1 }, event);
}

function takeOver(record: Job, event: Event<'worker-lost'>): Transition {
  const { now } = event;
  if (record.state !== JOB_STATE_RUNNING) return rejected('not-running');
  const lost = failedAttempt(record, 'unavailable', `worker ${record.worker} was lost`, now);
  const next = { ...lost, epoch: record.epoch + 1 };
  return endedEarly(next, now) ?? run(next, event);
}

function run(record: Job, { now, worker, engine }: Event<'claim' | 'worker-lost'>): Transition {
  const running: Job = {
    ...record,
    state: JOB_STATE_RUNNING,
    reason: '',
    notBefore: undefined,
    worker,
    engine: record.engine ?? engine,
    startTime: record.startTime ?? toTimestamp(now),
  };
  return changed(running, now, [announce]);
}

function fail(record: Job, event: Event<'failure'>): Transition {
  const { now, kind, message, retryAfterMs } = event;
  const failed = failedAttempt(record, kind, message, now);
  if (!failed.cancelRequested && retryAfterMs === undefined) {
    return end(failed, JOB_STATE_FAILED, message, now);
  }
  return endedEarly(failed, now) ?? requeue(failed, { now, delayMs: retryAfterMs ?? 0 });
}

function interrupt(record: Job, now: number): Transition {
  const interrupted = { ...record, interruptions: record.interruptions + 1 };
  return endedEarly(interrupted, now) ?? requeue(interrupted, { now, delayMs: 0 });
}

/** A job that leaves its worker does not run again when it was to stop, is late, or has failed too often. */
function endedEarly(record: Job, now: number): Transition | undefined {
  if (record.cancelRequested) return end(record, JOB_STATE_CANCELLED, 'cancelled on request', now);
  if (isPast(record.deadline, now)) return endByDeadline(record, now);
  if (record.attempt < record.maxAttempts) return undefined;
  const reason = `failed ${record.attempt} times: ${record.errors.at(-1)?.message ?? ''}`;
  return end(record, JOB_STATE_FAILED, reason, now);
}

function requeue(record: Job, { now, delayMs }: { now: number; delayMs: number }): Transition {
  const queued: Job = {
    ...record,
    state: JOB_STATE_QUEUED,
    reason: delayMs > 0 ? 'waits after a failure' : 'waits for a worker',
    notBefore: delayMs > 0 ? toTimestamp(now + delayMs) : undefined,
  };
  return changed(queued, now, [announce, { type: 'return-token', delayMs }]);
}

function requestCancel(record: Job, { now }: Event<'cancel-request'>): Transition {
  if (record.state === JOB_STATE_QUEUED) {
    const cancelled = { ...record, cancelRequested: true };
    return end(cancelled, JOB_STATE_CANCELLED, 'cancelled while queued', now);
  }
  if (record.cancelRequested) return rejected('already-requested');
  return changed({ ...record, cancelRequested: true }, now, []);
}

function expire(record: Job, { now, epoch }: Event<'deadline'>): Transition {
  if (!isPast(record.deadline, now)) return rejected('too-early');
  if (record.state === JOB_STATE_RUNNING && record.epoch !== epoch) return rejected('not-held');
  return endByDeadline(record, now);
}

function retry(record: Job, event: Event<'retry'>): Transition {
  if (!hasEnded(record.state)) return rejected('not-ended');
  if (record.state === JOB_STATE_SUCCEEDED) return rejected('succeeded');
  return enqueue(retriedRecord(record, event));
}

function enqueue(record: Job): Transition {
  return { record, effects: [announce, { type: 'add-token' }] };
}

function endByDeadline(record: Job, now: number): Transition {
  const message = 'the deadline has passed';
  const late = withError(record, 'deadline-exceeded', message, now);
  return end(late, JOB_STATE_FAILED, message, now);
}

function end(record: Job, state: JobState, reason: string, now: number): Transition {
  const ended: Job = { ...record, state, reason, notBefore: undefined, endTime: toTimestamp(now) };
  return changed(ended, now, [announce, removeToken]);
}

function changed(record: Job, now: number, effects: Effect[]): Transition {
  return { record: { ...record, updateTime: toTimestamp(now) }, effects };
}

function failedAttempt(record: Job, kind: ErrorKind, message: string, now: number): Job {
  const { attempt } = record;
  return withError({ ...record, attempt: attempt + 1 }, kind, message, now);
}

function withError(record: Job, kind: ErrorKind, message: string, now: number): Job {
  const error = { epoch: record.epoch, kind, message, time: toTimestamp(now) };
  return { ...record, errors: [...record.errors, error] };
}

function holds(record: Job, epoch: number): boolean {
  return record.state === JOB_STATE_RUNNING && record.epoch === epoch;
}

function isPast(time: Job['deadline'], now: number): boolean {
  const timeMs = fromTimestamp(time);
  return timeMs !== undefined && timeMs <= now;
}

function rejected(reason: Rejection): Transition {
  return { rejected: reason };
}
