import {
  JobState,
  LogLine_Level,
  type Engine,
  type Job,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError, type ErrorKind } from '@polymath/errors';
import { fromTimestamp, publishEvent, toTimestamp } from '@polymath/events';
import { JobStopped, type ExecuteJob, type JobHolder } from './executor.js';
import type { Hold, HoldParts } from './hold.js';
import { hasEnded } from './job-states.js';
import { tokenBack, tokenWord } from './token.js';
import type { Effect, JobTransition } from './transition.js';

/** Errors that a repeat of the same job would meet again. */
const final: ReadonlySet<ErrorKind> = new Set([
  'invalid-input',
  'not-found',
  'already-exists',
  'failed-precondition',
  'corrupt-data',
  'unauthenticated',
  'permission-denied',
]);

/** The longest error message that a record keeps, in characters. */
const longestMessage = 4000;

/** What running a job needs. */
export interface RunParts extends HoldParts {
  execute: ExecuteJob;
  engine: Engine;
  /** W3C trace context of this attempt. */
  traceParent: string;
}

/** Runs a held job to its end and writes down what came of it. */
export async function runJob(parts: RunParts, hold: Hold): Promise<void> {
  // The job runs whether or not this goes out now; it does so before anything later is announced.
  hold.announce(hold.job).catch(() => undefined);
  const holder = holderOf(parts, hold);
  warnOfOtherEngine(holder, parts.engine);
  const event = await attempt(parts, { holder, hold });
  if (!event) return;
  try {
    await settle(hold, event);
  } catch (error) {
    // E.g. a result too large for a record: that is how this attempt failed.
    if (parts.giveUp.aborted || PolymathError.from(error).kind === 'unavailable') throw error;
    await settle(hold, eventOfFailure(parts, hold, error));
  }
}

/** What one attempt comes to; undefined: the job is no longer ours. */
async function attempt(
  parts: RunParts,
  { holder, hold }: { holder: JobHolder; hold: Hold },
): Promise<JobTransition | undefined> {
  try {
    const { outputs, metrics } = await parts.execute(holder);
    return { type: 'success', ...at(hold), outputs, metrics };
  } catch (error) {
    return eventOfError(parts, hold, error);
  }
}

function holderOf({ store, traceParent }: RunParts, hold: Hold): JobHolder {
  const { connection } = store;
  const { job } = hold;
  return {
    job,
    signal: hold.signal,
    traceParent,
    progress: (value) => publishEvent(connection, job, { $case: 'progress', value }),
    preview: (value) => publishEvent(connection, job, { $case: 'preview', value }),
    log: (level, text) => {
      const { LEVEL_INFO, LEVEL_WARNING } = LogLine_Level;
      const value = { level: level === 'info' ? LEVEL_INFO : LEVEL_WARNING, text };
      publishEvent(connection, job, { $case: 'log', value });
    },
    checkpoint: async ({ time, ...rest }) => {
      const checkpoint = { ...rest, time: time ?? toTimestamp(Date.now()) };
      const { rejected } = await hold.write({ type: 'checkpoint', ...at(hold), checkpoint });
      if (rejected) throw new JobStopped('lost');
      publishEvent(connection, job, { $case: 'checkpoint', value: checkpoint });
    },
  };
}

function eventOfError(parts: HoldParts, hold: Hold, error: unknown): JobTransition | undefined {
  if (!hold.signal.aborted) return eventOfFailure(parts, hold, error);
  const reason: unknown = hold.signal.reason;
  if (!(reason instanceof JobStopped)) {
    // Timers may fire a little early; the record knows the very moment.
    const deadlineMs = fromTimestamp(hold.job.deadline) ?? 0;
    return { type: 'deadline', epoch: hold.epoch, now: Math.max(Date.now(), deadlineMs) };
  }
  switch (reason.reason) {
    case 'lost':
      return undefined;
    case 'cancelled':
      return { type: 'cancelled', ...at(hold) };
    case 'drained':
      return { type: 'interruption', ...at(hold) };
  }
}

function eventOfFailure({ settings }: HoldParts, hold: Hold, error: unknown): JobTransition {
  const { kind, message, retryAfterMs } = PolymathError.from(error);
  const { backoffMs } = settings;
  const backoff = backoffMs[Math.min(hold.job.attempt, backoffMs.length - 1)] ?? 0;
  return {
    type: 'failure',
    ...at(hold),
    kind,
    message: message.slice(0, longestMessage),
    retryAfterMs: final.has(kind) ? undefined : (retryAfterMs ?? backoff),
  };
}

/** Record, then state event, then token: each only when the one before is done. */
async function settle(hold: Hold, event: JobTransition): Promise<void> {
  const { job, effects } = await hold.write(event);
  // Under a higher epoch the job is another's: not a word more.
  if (job?.epoch !== hold.epoch || job.state === JobState.JOB_STATE_RUNNING) return;
  // Refused although the epoch is ours: the write was done, and only its answer was lost.
  for (const effect of effects ?? effectsOf(job)) {
    if (effect.type === 'announce') await hold.announce(job);
    if (effect.type === 'remove-token') hold.say(tokenWord.done);
    if (effect.type === 'return-token') hold.say(tokenBack(effect.delayMs));
  }
}

function effectsOf(job: Job): Effect[] {
  if (hasEnded(job.state)) return [{ type: 'announce' }, { type: 'remove-token' }];
  const delayMs = Math.max(0, (fromTimestamp(job.notBefore) ?? 0) - Date.now());
  return [{ type: 'announce' }, { type: 'return-token', delayMs }];
}

function warnOfOtherEngine(holder: JobHolder, engine: Engine): void {
  const { job } = holder;
  const first = job.engine ?? engine;
  const names = ['library', 'version', 'device', 'threads', 'oneDnn', 'processor'] as const;
  const other = names.filter((name) => first[name] !== engine[name]);
  if (other.length === 0) return;
  const changes = other.map((name) => `${name} ${String(first[name])} -> ${String(engine[name])}`);
  const text = `resumed under another engine, results may differ in the last bits`;
  holder.log('warning', `${text}: ${changes.join(', ')}`);
}

function at({ epoch }: Hold): { epoch: number; now: number } {
  return { epoch, now: Date.now() };
}
