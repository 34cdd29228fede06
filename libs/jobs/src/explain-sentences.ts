import {
  HolderFacts_Answer,
  JobCause,
  JobState,
  type Job,
  type QueueFacts,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Timestamp } from '@polymath/contracts/google/protobuf/timestamp';
import { fromTimestamp } from '@polymath/events';
import { count, duration, quote, utc } from './in-words.js';
import type { JobFacts } from './job-facts.js';
import type { JobSettings } from './settings.js';
import { poolOf } from './tokens.js';

/** The causes there are. */
export type KnownCause = Exclude<JobCause, JobCause.JOB_CAUSE_UNSPECIFIED | JobCause.UNRECOGNIZED>;

/** The sentence that says a cause with its facts, without the full stop. */
export const sentences: Readonly<
  Record<KnownCause, (facts: JobFacts, settings: JobSettings) => string>
> = {
  [JobCause.JOB_CAUSE_ENDED]: ({ job }) => ended(job),
  [JobCause.JOB_CAUSE_RUNNING]: (facts) =>
    `It runs on ${held(facts)}${history(facts.job)}: ${progress(facts)}; ${restart(facts.job)}`,
  [JobCause.JOB_CAUSE_STOPPING]: (facts) =>
    `It was asked to stop and stops at its next step; it runs on ${held(facts)}: ${progress(facts)}`,
  [JobCause.JOB_CAUSE_HOLDER_SILENT]: (facts, settings) =>
    `Its worker ${silence(facts)}; ${takeOver(facts, settings)}`,
  [JobCause.JOB_CAUSE_BACKING_OFF]: ({ job, nowMs }) =>
    `It runs again at ${utc(job.notBefore)}, in ${until(job.notBefore!, nowMs)}, ` +
    `after failed attempt ${job.attempt} of ${job.maxAttempts} (${lastError(job)}); ${restart(job)}`,
  [JobCause.JOB_CAUSE_NO_TOKEN]: (_, { sweepMs }) =>
    `It has no token, so no worker knows of it; the next sweep, within ${duration(sweepMs)}, publishes one`,
  [JobCause.JOB_CAUSE_HANDED_OUT]: (_, { ackWaitMs }) =>
    'A worker was given its token and has not claimed it yet; ' +
    `if that worker is gone, another one gets it within ${duration(ackWaitMs)}`,
  [JobCause.JOB_CAUSE_NO_WORKER]: ({ job, queue }) =>
    `It waits for a ${poolOf(job)} worker${history(job)}, and ${noWorker(queue!)}${others(queue!)}`,
  [JobCause.JOB_CAUSE_WORKER_UNKNOWN]: ({ job, queue }) =>
    `It waits for a ${poolOf(job)} worker${history(job)}; none can be seen, but one was heard ` +
    `${duration(Number(queue!.sinceActivityMs))} ago and may be about to begin a job: whether it is still there cannot be known yet` +
    others(queue!),
  [JobCause.JOB_CAUSE_BEHIND_OTHERS]: ({ job, queue }) =>
    `It waits in the ${poolOf(job)} queue behind ${count(queue!.ahead, 'other job')}${history(job)}; ${workers(queue!)}`,
  [JobCause.JOB_CAUSE_NEXT]: ({ job, queue }) =>
    `It is the next job of the ${poolOf(job)} queue${history(job)}; ${workers(queue!)}`,
};

function ended(job: Job): string {
  const { state, endTime, startTime, reason, retryOf } = job;
  const word = new Map([
    [JobState.JOB_STATE_SUCCEEDED, 'succeeded'],
    [JobState.JOB_STATE_FAILED, 'failed'],
  ]).get(state);
  const tookMs = startTime && fromTimestamp(endTime!) - fromTimestamp(startTime);
  const took = tookMs === undefined ? '' : `, after ${duration(tookMs)}`;
  const why = reason === '' ? '' : `: ${quote(reason)}`;
  const repeats = retryOf === '' ? '' : `; it repeats job ${retryOf}`;
  return `It ${word ?? 'was cancelled'} at ${utc(endTime)}${took}${why}${repeats}`;
}

/** The worker that holds a job, and since when. */
function held({ job, holder, nowMs }: JobFacts): string {
  // The first epoch begins with the job; later ones with the event of their claim.
  const since = holder?.claimTime ?? (job.epoch === 1 ? job.startTime : undefined);
  const sinceWhen = since ? ` since ${utc(since)} (${ago(since, nowMs)})` : '';
  return `worker ${job.worker} under epoch ${job.epoch}${sinceWhen}`;
}

function progress({ holder, nowMs }: JobFacts): string {
  const { progress: told, progressTime } = holder ?? {};
  if (!told || !progressTime) return 'it has told no progress yet';
  const steps = told.steps > 0n ? ` of ${told.steps}` : '';
  return `${told.phase}, step ${told.step}${steps}, told ${ago(progressTime, nowMs)}`;
}

function restart({ checkpoint }: Job): string {
  if (!checkpoint) return 'it has no checkpoint yet';
  const { phase, step, time } = checkpoint;
  return `its newest checkpoint is ${phase}, step ${step}${time ? `, of ${utc(time)}` : ''}`;
}

/** What a job has been through since its newest checkpoint, and its interruptions. */
function history({ attempt, maxAttempts, interruptions }: Job): string {
  const failed = attempt > 0 ? [`${count(attempt, 'failed attempt')} of ${maxAttempts}`] : [];
  const interrupted = interruptions > 0 ? [count(interruptions, 'interruption')] : [];
  const all = [...failed, ...interrupted];
  return all.length > 0 ? ` after ${all.join(' and ')}` : '';
}

function silence({ job, holder, nowMs }: JobFacts): string {
  const isListening = holder?.answer === HolderFacts_Answer.ANSWER_SILENT;
  const why = isListening ? 'it is frozen or cut off from NATS' : 'it has ended or lost NATS';
  const sign = holder?.lastSignTime;
  const last = sign ? `its last event came ${ago(sign, nowMs)}` : 'no event of it is kept';
  return `${job.worker} (epoch ${job.epoch}) does not answer: ${why}, ${last}`;
}

/** What becomes of a job whose holder is silent. */
function takeOver({ job, queue }: JobFacts, settings: JobSettings): string {
  const { ackWaitMs, graceMs, holdRequestMs } = settings;
  const then = job.cancelRequested ? 'ends it, as was asked for' : `goes on; ${restart(job)}`;
  if (queue && queue.waitingRequests > 0) {
    return `within ${duration(ackWaitMs + graceMs + holdRequestMs)} a free worker ${then}`;
  }
  if (queue && queue.answeringJobs > 0) return `the next free worker ${then}`;
  return `no other ${poolOf(job)} worker can be seen: the next one ${then}`;
}

function noWorker({ hadWorker, runningJobs }: QueueFacts): string {
  if (!hadWorker) return 'none has ever been connected';
  const silent =
    runningJobs > 0 ? `, and none answers for ${count(runningJobs, 'running job')}` : '';
  return `none is connected: nobody asks for a job${silent}`;
}

function others({ ahead }: QueueFacts): string {
  return ahead > 0 ? `; ${count(ahead, 'other job')} ${ahead === 1 ? 'is' : 'are'} before it` : '';
}

function workers({ waitingRequests, runningJobs, answeringJobs }: QueueFacts): string {
  if (waitingRequests > 0) return 'a worker is free';
  const silent = runningJobs - answeringJobs;
  const unanswered = silent > 0 ? `, and ${count(silent, 'running job')} without an answer` : '';
  return `its workers are busy with ${count(answeringJobs, 'job')}${unanswered}`;
}

function lastError({ errors }: Job): string {
  return quote(errors.at(-1)?.message ?? 'no error is kept');
}

function ago(time: Timestamp, nowMs: number): string {
  const sinceMs = nowMs - fromTimestamp(time);
  return sinceMs < 1000 ? 'just now' : `${duration(sinceMs)} ago`;
}

function until(time: Timestamp, nowMs: number): string {
  return duration(fromTimestamp(time) - nowMs);
}
