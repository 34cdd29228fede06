import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { fromTimestamp } from '@polymath/events';
import type { Claimed } from './claim.js';
import { JobStopped } from './executor.js';
import { keepTrying } from './keep-trying.js';
import type { JobSettings } from './settings.js';
import { applyEvent, type Applied, type JobStore } from './store.js';
import { say, tokenWord } from './token.js';
import type { JobTransition } from './transition.js';

/** A job in this worker's hands, under one epoch. */
export interface Hold {
  /** The newest record this worker knows of. */
  readonly job: Job;
  readonly epoch: number;
  /** Aborted when the job must stop, with the reason. */
  readonly signal: AbortSignal;
  stop(reason: Error): void;
  /** Applies an event, one after the other, for as long as NATS is away. */
  write(event: JobTransition): Promise<Applied>;
  /** Says a word about the token to the server, on the ack subject of its newest delivery. */
  say(word: string): void;
  close(): void;
}

/** What a hold needs of its worker. */
export interface HoldParts {
  store: JobStore;
  settings: JobSettings;
  /** Aborted when the worker can wait for NATS no longer. */
  giveUp: AbortSignal;
}

/** The longest wait that a timer can take, in milliseconds. */
const longestTimerMs = 2 ** 31 - 1;

/** Keeps a claimed job: heartbeat, answers to claimants, an eye on the record, the deadline. */
export function holdJob(parts: HoldParts, { job, ackSubject, answers }: Claimed): Hold {
  const { store, settings, giveUp } = parts;
  const { connection, records } = store;
  const { id, epoch } = job;
  const stopping = new AbortController();
  let newest = job;
  let writes: Promise<unknown> = Promise.resolve();

  const sayOfToken = (word: string) => say(connection.nats, ackSubject, word);
  const stop = (reason: Error) => {
    if (!stopping.signal.aborted) stopping.abort(reason);
  };
  const observe = (seen: Job | undefined): boolean => {
    const isMine = seen?.epoch === epoch;
    if (!seen || seen.epoch > epoch) stop(new JobStopped('lost'));
    if (isMine && seen.cancelRequested) stop(new JobStopped('cancelled'));
    if (isMine) newest = seen;
    return isMine;
  };
  const beat = async () => {
    if (!connection.connected) return;
    // A record that cannot be read now is read with the next beat, or after the reconnect.
    const stored = await records.get(id).catch(() => 'unknown' as const);
    if (stored !== 'unknown' && observe(stored?.job)) sayOfToken(tokenWord.working);
  };

  answers.begin((newAckSubject) => {
    ackSubject = newAckSubject;
    sayOfToken(tokenWord.working);
  });
  const heartbeat = setInterval(() => void beat(), settings.heartbeatMs);
  const ends = [
    () => clearInterval(heartbeat),
    connection.onReconnect(() => void beat()),
    store.index.watch(id, observe),
    atDeadline(job, () => stop(new PolymathError('deadline-exceeded', 'the deadline has passed'))),
    () => answers.close(),
  ];
  // A cancel may have been asked for between the claim and the watch.
  void beat();

  return {
    get job() {
      return newest;
    },
    epoch,
    signal: stopping.signal,
    stop,
    say: sayOfToken,
    write: (event) => {
      const write = async () => {
        const options = { connection, retryMs: settings.retryMs, signal: giveUp };
        const applied = await keepTrying(() => applyEvent(records, id, event), options);
        observe(applied.job);
        return applied;
      };
      const written = writes.then(write, write);
      writes = written.catch(() => undefined);
      return written;
    },
    close: () => {
      for (const end of ends) end();
    },
  };
}

/** Calls the listener when the job's deadline has passed; the returned function forgets it. */
function atDeadline(job: Job, listener: () => void): () => void {
  const deadlineMs = fromTimestamp(job.deadline);
  if (deadlineMs === undefined) return () => undefined;
  let timer: NodeJS.Timeout;
  const wait = () => {
    const leftMs = deadlineMs - Date.now();
    if (leftMs <= 0) listener();
    else timer = setTimeout(wait, Math.min(leftMs, longestTimerMs));
  };
  wait();
  return () => clearTimeout(timer);
}
