import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromTimestamp } from '@polymath/events';
import { JobStopped } from './executor.js';
import { hasEnded, stateName } from './job-states.js';

/**
 * What an attempt of a job came to: the job has ended in that state; it failed and waits for its next attempt; its worker
 * is drained; another worker has taken the job (a higher epoch); the worker could not write down what it came to.
 */
export const attemptEnds = [
  ...['succeeded', 'failed', 'cancelled'],
  ...['repeated', 'interrupted', 'lost', 'unwritten'],
] as const;

/** One of {@link attemptEnds}. */
export type AttemptEnd = (typeof attemptEnds)[number];

/** An attempt of a job that has left its worker. */
export interface LeftAttempt {
  /** The record as this worker knew it last. */
  job: Job;
  end: AttemptEnd;
  /** How long this worker held it. */
  seconds: number;
}

/** Hears of the jobs of one worker. */
export interface JobObserver {
  /** A job was claimed; `takenOver`: from a worker that was silent. */
  begun(job: Job, takenOver: boolean): void;
  left(attempt: LeftAttempt): void;
}

/** An observer whom nothing interests. */
export const nobody: JobObserver = { begun: () => undefined, left: () => undefined };

/** What an attempt came to, by the record before and after it, and the reason why it was stopped, if it was. */
export function attemptEnd(before: Job, after: Job, stopped: unknown): AttemptEnd {
  if (stopped instanceof JobStopped && stopped.reason === 'lost') return 'lost';
  if (hasEnded(after.state)) return stateName(after.state) as AttemptEnd;
  if (after.state !== JobState.JOB_STATE_QUEUED) return 'unwritten';
  return after.interruptions > before.interruptions ? 'interrupted' : 'repeated';
}

/** From a job's first claim to its end, in seconds; undefined while it has not ended. */
export function runSeconds({ startTime, endTime }: Job): number | undefined {
  const [start, end] = [fromTimestamp(startTime), fromTimestamp(endTime)];
  return start === undefined || end === undefined ? undefined : (end - start) / 1000;
}
