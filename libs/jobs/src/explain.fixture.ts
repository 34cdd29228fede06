import {
  Accelerator,
  HolderFacts_Answer,
  JobState,
  QueueFacts_Token,
  type HolderFacts,
  type Job,
  type QueueFacts,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { toTimestamp } from '@polymath/events';
import type { JobFacts } from './job-facts.js';
import { now, recordIn } from './state-machine.fixture.js';

/** A time so many seconds before {@link now}, or after it. */
export const at = (seconds: number) => toTimestamp(now + 1000 * seconds);

/** A worker that answers, in the middle of a training. */
export const holder: HolderFacts = {
  answer: HolderFacts_Answer.ANSWER_HELD,
  claimTime: at(-240),
  lastSignTime: at(-1),
  progress: { phase: 'train', step: 12n, steps: 100n, metrics: {} },
  progressTime: at(-1),
};

/** A queue with this job alone, and a free worker. */
export const queue: QueueFacts = {
  pool: Accelerator.ACCELERATOR_CPU,
  token: QueueFacts_Token.TOKEN_UNDELIVERED,
  ahead: 0,
  hadWorker: true,
  undeliveredTokens: 1n,
  waitingRequests: 1,
  runningJobs: 0,
  answeringJobs: 0,
  sinceActivityMs: 60_000n,
};

/** What is known of a queued job. */
export function queued(changes: Partial<QueueFacts> = {}, job: Partial<Job> = {}): JobFacts {
  const record = recordIn(JobState.JOB_STATE_QUEUED, { epoch: 0, ...job });
  return { job: record, holder: undefined, queue: { ...queue, ...changes }, nowMs: now };
}

/** What is known of a running job; with a silent holder, of its queue too. */
export function running(changes: Partial<HolderFacts> = {}, job: Partial<Job> = {}): JobFacts {
  const facts = { ...holder, ...changes };
  const isHeld = facts.answer === HolderFacts_Answer.ANSWER_HELD;
  const record = recordIn(JobState.JOB_STATE_RUNNING, job);
  return { job: record, holder: facts, queue: isHeld ? undefined : queue, nowMs: now };
}

/** What is known of a job that has ended, 3 minutes after its start. */
export function ended(state: JobState, job: Partial<Job> = {}): JobFacts {
  const times = { startTime: at(-240), endTime: at(-60), reason: '' };
  const record = recordIn(state, { ...times, ...job });
  return { job: record, holder: undefined, queue: undefined, nowMs: now };
}
