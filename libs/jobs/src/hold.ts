import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { publishState } from '@polymath/events';
import { atDeadline } from './at-deadline.js';
import type { Claimed } from './claim.js';
import { JobStopped } from './executor.js';
import { keepTrying } from './keep-trying.js';
import type { JobSettings } from './settings.js';
import { applyEvent, type Applied, type JobStore } from './store.js';
import { say, tokenWord } from './token.js';
import type { JobTransition } from './transition.js';

/** What a hold needs of its worker. */
export interface HoldParts {
  store: JobStore;
  settings: JobSettings;
  /** Aborted when the worker can wait for NATS no longer. */
  giveUp: AbortSignal;
}

/**
 * A job in this worker's hands, under one epoch: heartbeat, answers to claimants, an eye on the record and
 * on the deadline. Close it when the job has left.
 */
export class Hold {
  readonly #parts: HoldParts;
  readonly #stopping = new AbortController();
  readonly #ends: (() => void)[];
  #job: Job;
  #ackSubject: string;
  #writes: Promise<unknown> = Promise.resolve();
  #announcements: Promise<unknown> = Promise.resolve();

  constructor(parts: HoldParts, { job, ackSubject, answers }: Claimed) {
    const { connection, index } = parts.store;
    this.#parts = parts;
    this.#job = job;
    this.#ackSubject = ackSubject;
    answers.begin((newAckSubject) => {
      this.#ackSubject = newAckSubject;
      this.say(tokenWord.working);
    });
    const beat = () => void this.#beat();
    const heartbeat = setInterval(beat, parts.settings.heartbeatMs);
    this.#ends = [
      () => clearInterval(heartbeat),
      connection.onReconnect(beat),
      index.watch(job.id, (seen) => this.#observe(seen)),
      atDeadline(job, () => this.stop(deadlinePassed())),
      () => answers.close(),
    ];
    // A cancel may have been asked for between the claim and the watch.
    beat();
  }

  /** The newest record this worker knows of. */
  get job(): Job {
    return this.#job;
  }

  get epoch(): number {
    return this.#job.epoch;
  }

  /** Aborted when the job must stop; the reason is a {@link JobStopped}, or a `PolymathError` (deadline). */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** The first reason stays. */
  stop(reason: Error): void {
    if (!this.signal.aborted) this.#stopping.abort(reason);
  }

  /** Says a word about the token, on the ack subject of its newest delivery. */
  say(word: string): void {
    say(this.#parts.store.connection.nats, this.#ackSubject, word);
  }

  /** Applies an event after all earlier ones, for as long as NATS is away. */
  write(event: JobTransition): Promise<Applied> {
    const { records } = this.#parts.store;
    const written = this.#writes.then(async () => {
      const applied = await this.#keepTrying(() => applyEvent(records, this.#job.id, event));
      this.#observe(applied.job);
      return applied;
    });
    this.#writes = written.catch(() => undefined);
    return written;
  }

  /** Publishes a record's state after all earlier ones, for as long as NATS is away. */
  announce(job: Job): Promise<void> {
    const { connection } = this.#parts.store;
    const announced = this.#announcements.then(() =>
      this.#keepTrying(() => publishState(connection, job)),
    );
    this.#announcements = announced.catch(() => undefined);
    return announced;
  }

  close(): void {
    for (const end of this.#ends) end();
  }

  #keepTrying<T>(action: () => Promise<T>): Promise<T> {
    const { store, settings, giveUp } = this.#parts;
    const { retryMs } = settings;
    return keepTrying(action, { connection: store.connection, retryMs, signal: giveUp });
  }

  /** Reads the record first: a worker whose epoch is over says nothing more. */
  async #beat(): Promise<void> {
    const { connection, records } = this.#parts.store;
    if (!connection.connected) return;
    // A record that cannot be read now is read with the next beat, or after the reconnect.
    const stored = await records.get(this.#job.id).catch(() => 'unknown' as const);
    if (stored !== 'unknown' && this.#observe(stored?.job)) this.say(tokenWord.working);
  }

  /** Draws the consequences of a record; tells whether it is still under this epoch. */
  #observe(seen: Job | undefined): boolean {
    const isMine = seen?.epoch === this.epoch;
    if (!seen || seen.epoch > this.epoch) this.stop(new JobStopped('lost'));
    if (!isMine) return false;
    this.#job = seen;
    if (seen.cancelRequested) this.stop(new JobStopped('cancelled'));
    return true;
  }
}

function deadlinePassed(): PolymathError {
  return new PolymathError('deadline-exceeded', 'the deadline has passed');
}
