import { JobState, type Engine, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { fromTimestamp, publishState } from '@polymath/events';
import { isHeld, listenForClaimants, type Answers } from './answers.js';
import { hasEnded } from './job-states.js';
import { keepTrying, pause } from './keep-trying.js';
import { isUnreadable } from './read-record.js';
import type { StoredJob } from './records.js';
import type { JobSettings } from './settings.js';
import { transition } from './state-machine.js';
import { follow, isConflict, type JobStore } from './store.js';
import { say, tokenBack, tokenWord, type Token } from './token.js';

/** A job that was claimed and not yet begun. */
export interface Claimed {
  job: Job;
  ackSubject: string;
  answers: Answers;
  /** From a worker that was silent. */
  takenOver: boolean;
}

/** Who claims, and what it already holds. */
export interface Claimer {
  store: JobStore;
  settings: JobSettings;
  /** Names this process alone, among all that ever were. */
  worker: string;
  engine: Engine;
  /** By {@link holdName}: what this process holds, or is about to; a claim adds itself. */
  claimed: Set<string>;
  signal: AbortSignal;
}

/** One epoch of one job. */
export function holdName({ id, epoch }: Pick<Job, 'id' | 'epoch'>): string {
  return `${id}@${epoch}`;
}

/**
 * What a worker does with a token: claim its job, or find that there is nothing to do. A token is a hint;
 * the record decides. Undefined: nothing to run. Goes on when NATS was away meanwhile: a claim that stayed
 * without an answer may have been written.
 */
export async function claim(claimer: Claimer, token: Token): Promise<Claimed | undefined> {
  const { store, settings, signal } = claimer;
  const { connection, records } = store;
  const { jobId, ackSubject } = token;
  const { nats } = connection;
  const options = { connection, retryMs: settings.retryMs, signal };
  while (!signal.aborted) {
    const stored = await keepTrying(() => readable(records.get(jobId)), options);
    if (!stored) {
      say(nats, ackSubject, tokenWord.gone);
      return undefined;
    }
    if (hasEnded(stored.job.state)) {
      await publishState(connection, stored.job);
      say(nats, ackSubject, tokenWord.done);
      return undefined;
    }
    const step = await tryToClaim(claimer, stored, token);
    if (step !== 'again') return step;
  }
  return undefined;
}

/** A record that cannot be read is nobody's here: its token would come back for ever. */
async function readable(record: Promise<StoredJob | undefined>): Promise<StoredJob | undefined> {
  return record.catch((error: unknown) => {
    if (isUnreadable(error)) return undefined;
    throw error;
  });
}

type Step = Claimed | 'again' | undefined;

async function tryToClaim(claimer: Claimer, stored: StoredJob, token: Token): Promise<Step> {
  const { store, settings, worker, claimed, signal } = claimer;
  const { connection } = store;
  const { job } = stored;
  if (job.state === JobState.JOB_STATE_QUEUED) return take(claimer, stored, token);
  // A claim of this very process, whose answer was lost.
  if (job.worker === worker && !claimed.has(holdName(job))) return begin(claimer, job, token);
  const question = { jobId: job.id, epoch: job.epoch, ackSubject: token.ackSubject };
  // Taken before asking: a reconnect while the question is out makes the silence worthless.
  const mayTake = connection.connectedForMs() >= settings.graceMs;
  // The holder goes on under this token: neither ack nor nak.
  if (await isHeld(connection.nats, { ...question, timeoutMs: settings.holdRequestMs }))
    return undefined;
  if (mayTake && connection.connectedForMs() >= settings.graceMs)
    return take(claimer, stored, token);
  await pause(settings.retryMs, signal);
  return 'again';
}

/** Writes the claim: of a queued job, or of one whose holder is silent. */
async function take(claimer: Claimer, stored: StoredJob, token: Token): Promise<Step> {
  const { store, worker, engine } = claimer;
  const { job } = stored;
  const type = job.state === JobState.JOB_STATE_QUEUED ? 'claim' : 'worker-lost';
  const result = transition(job, { type, now: Date.now(), worker, engine });
  if (result.rejected === 'too-early') {
    waitLonger(claimer, job, token);
    return undefined;
  }
  if (result.rejected) return 'again';
  const takenOver = type === 'worker-lost';
  const claim = { ...begin(claimer, result.record, token), takenOver };
  try {
    await store.records.update(stored, result.record);
  } catch (error) {
    abandon(claimer, claim);
    // An unanswered write may have been done: the record tells.
    const isUnknown = error instanceof PolymathError && error.kind === 'unavailable';
    if (isConflict(error) || isUnknown) return 'again';
    throw error;
  }
  if (!hasEnded(result.record.state)) return claim;
  abandon(claimer, claim);
  await follow(store, { job: result.record, effects: result.effects });
  return undefined;
}

/** Listens for claimants before the claim is written. */
function begin({ store, claimed }: Claimer, job: Job, { ackSubject }: Token): Claimed {
  claimed.add(holdName(job));
  const answers = listenForClaimants(store.connection.nats, job.id, job.epoch);
  return { job, ackSubject, answers, takenOver: false };
}

function abandon({ claimed }: Claimer, { job, answers }: Claimed): void {
  answers.close();
  claimed.delete(holdName(job));
}

/** Gives a token back that came before its job's back-off had passed. */
function waitLonger({ store, settings }: Claimer, job: Job, token: Token): void {
  const leftMs = (fromTimestamp(job.notBefore) ?? 0) - Date.now();
  // Another machine wrote that time: its clock must not hold the job up for longer than any back-off.
  const delayMs = Math.max(1, Math.min(leftMs, Math.max(...settings.backoffMs)));
  say(store.connection.nats, token.ackSubject, tokenBack(delayMs));
}
