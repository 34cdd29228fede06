import {
  HolderFacts_Answer,
  JobCause,
  JobState,
  QueueFacts_Token,
  type Job,
  type QueueFacts,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromTimestamp } from '@polymath/events';
import { sentences, type KnownCause } from './explain-sentences.js';
import type { JobFacts } from './job-facts.js';
import { hasEnded } from './job-states.js';
import type { JobSettings } from './settings.js';

/** Why a job is where it is. */
export interface Explanation {
  cause: KnownCause;
  /** For people: one English sentence, times in UTC. */
  sentence: string;
}

/** Why a job is where it is, from what is known of it. Pure. */
export function explain(facts: JobFacts, settings: JobSettings): Explanation {
  const cause = causeOf(facts, settings);
  return { cause, sentence: `${sentences[cause](facts, settings)}.` };
}

function causeOf(facts: JobFacts, settings: JobSettings): KnownCause {
  const { job, holder, queue, nowMs } = facts;
  if (hasEnded(job.state)) return JobCause.JOB_CAUSE_ENDED;
  if (job.state === JobState.JOB_STATE_RUNNING) {
    const isHeld = holder?.answer === HolderFacts_Answer.ANSWER_HELD;
    if (!isHeld) return JobCause.JOB_CAUSE_HOLDER_SILENT;
    return job.cancelRequested ? JobCause.JOB_CAUSE_STOPPING : JobCause.JOB_CAUSE_RUNNING;
  }
  if ((fromTimestamp(job.notBefore) ?? 0) > nowMs) return JobCause.JOB_CAUSE_BACKING_OFF;
  return queue ? causeOfQueued(job, queue, settings) : JobCause.JOB_CAUSE_NO_TOKEN;
}

function causeOfQueued(job: Job, queue: QueueFacts, settings: JobSettings): KnownCause {
  if (queue.token === QueueFacts_Token.TOKEN_MISSING) return JobCause.JOB_CAUSE_NO_TOKEN;
  // The token of a job that was held before has been delivered before.
  const isHandedOut = queue.token === QueueFacts_Token.TOKEN_DELIVERED && job.epoch === 0;
  if (isHandedOut) return JobCause.JOB_CAUSE_HANDED_OUT;
  if (queue.waitingRequests === 0 && queue.answeringJobs === 0) {
    const isUnknown = mayBeClaiming(queue, settings);
    return isUnknown ? JobCause.JOB_CAUSE_WORKER_UNKNOWN : JobCause.JOB_CAUSE_NO_WORKER;
  }
  return queue.ahead > 0 ? JobCause.JOB_CAUSE_BEHIND_OTHERS : JobCause.JOB_CAUSE_NEXT;
}

/** Whether a worker may be there that is busy with a claim: it asks for nothing and holds nothing. */
function mayBeClaiming({ sinceActivityMs }: QueueFacts, settings: JobSettings): boolean {
  const { graceMs, holdRequestMs, retryMs } = settings;
  const longestClaimMs = graceMs + 2 * holdRequestMs + retryMs;
  return sinceActivityMs !== undefined && sinceActivityMs < longestClaimMs;
}
