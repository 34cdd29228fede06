import {
  HolderFacts_Answer,
  JobState,
  type HolderFacts,
  type Job,
  type QueueFacts,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { lookAtHolder } from './holder-facts.js';
import { lookAtQueue, type LookParts } from './queue-facts.js';

/** What explains where a job is. */
export interface JobFacts {
  job: Job;
  /** Only of a job that runs. */
  holder: HolderFacts | undefined;
  /** Only of a job that waits for a worker, for the first time or again. */
  queue: QueueFacts | undefined;
  /** When this was known: milliseconds since 1970. */
  nowMs: number;
}

/** Gathers what explains where a job is. Throws `unavailable`. */
export async function gatherFacts(parts: LookParts, job: Job): Promise<JobFacts> {
  const isRunning = job.state === JobState.JOB_STATE_RUNNING;
  const holder = isRunning ? await lookAtHolder(parts, job) : undefined;
  const isLost = holder && holder.answer !== HolderFacts_Answer.ANSWER_HELD;
  const waits = isLost || job.state === JobState.JOB_STATE_QUEUED;
  const queue = waits ? await lookAtQueue(parts, job) : undefined;
  // Also proves that NATS still answers: a silence was not its own.
  const newest = (await parts.store.records.get(job.id))?.job ?? job;
  // What was seen belongs to a record that is over: look again.
  if (newest.epoch !== job.epoch || newest.state !== job.state) return gatherFacts(parts, newest);
  return { job: newest, holder, queue, nowMs: Date.now() };
}
