import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Consumer } from '@nats-io/jetstream';
import type { Engine } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromNatsError, type EventsConnection } from '@polymath/events';
import type { Logger } from '@polymath/service-kit';
import { claim, holdName } from './claim.js';
import { JobStopped, type ExecuteJob } from './executor.js';
import { Hold } from './hold.js';
import type { JobObserver } from './job-observer.js';
import { pause } from './keep-trying.js';
import { runJob } from './run-job.js';
import type { JobSettings } from './settings.js';
import type { JobStore } from './store.js';
import { toToken, type Token } from './token.js';
import type { Pool } from './tokens.js';
import { watchAttempt } from './watch-attempt.js';

/** What a worker is made of. */
export interface WorkerParts {
  store: JobStore;
  settings: JobSettings;
  /** The kinds of token it takes: `gpu` only where there is one. */
  pools: readonly Pool[];
  execute: ExecuteJob;
  engine: Engine;
  observer: JobObserver;
  log: Logger;
}

/** How long one pull waits for a token, in milliseconds; then the next one begins. */
const pullMs = 5000;

/** Starts to take and run jobs. */
export async function startWorker(parts: WorkerParts): Promise<Worker> {
  const { store, settings, pools } = parts;
  const consumers = await Promise.all(
    pools.map((pool) => store.tokens.consumer(pool, settings.ackWaitMs)),
  );
  return new Worker(parts, consumers);
}

/** Takes and runs jobs until it is drained. */
export class Worker {
  /** Names this process alone, among all that ever were. */
  readonly name = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  readonly #parts: WorkerParts;
  readonly #stopping = new AbortController();
  readonly #givingUp = new AbortController();
  readonly #holds = new Set<Hold>();
  /** Jobs with their epochs that are claimed, or about to be. */
  readonly #claimed = new Set<string>();
  readonly #serving: Promise<void>[];

  /** @param consumers one a pool */
  constructor(parts: WorkerParts, consumers: Consumer[]) {
    this.#parts = parts;
    this.#serving = consumers.flatMap((consumer) =>
      Array.from({ length: parts.settings.concurrency }, () => this.#serve(consumer)),
    );
  }

  /** Takes no more tokens, has every job write its last checkpoint, and gives them back. */
  async drain(): Promise<void> {
    this.#stopping.abort();
    for (const hold of this.#holds) hold.stop(new JobStopped('drained'));
    const { signal } = this.#givingUp;
    const gaveUp = new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    const late = setTimeout(() => this.#givingUp.abort(), this.#parts.settings.drainMs);
    await Promise.race([Promise.all(this.#serving), gaveUp]);
    clearTimeout(late);
  }

  /** One slot: a token, its job, the next token. */
  async #serve(consumer: Consumer): Promise<void> {
    const { store, settings, log } = this.#parts;
    const { signal } = this.#stopping;
    while (!signal.aborted && !store.connection.nats.isClosed()) {
      try {
        await store.connection.whenConnected(signal);
        const token = await nextToken(store.connection, { consumer, signal });
        if (token) await this.#handle(token);
      } catch (error) {
        log.warn({ err: fromNatsError(error) }, 'a token is left to come back');
        await pause(settings.retryMs, signal).catch(() => undefined);
      }
    }
  }

  async #handle(token: Token): Promise<void> {
    const { store, settings, engine } = this.#parts;
    const claimed = await claim(
      {
        ...{ store, settings, engine, worker: this.name },
        ...{ claimed: this.#claimed, signal: this.#stopping.signal },
      },
      token,
    );
    if (!claimed) return;
    const parts = { ...this.#parts, giveUp: this.#givingUp.signal };
    const hold = new Hold(parts, claimed);
    this.#holds.add(hold);
    if (this.#stopping.signal.aborted) hold.stop(new JobStopped('drained'));
    const attempt = watchAttempt(parts, claimed, hold);
    try {
      await runJob({ ...parts, traceParent: attempt.traceParent }, hold);
    } finally {
      hold.close();
      this.#holds.delete(hold);
      this.#claimed.delete(holdName(claimed.job));
      attempt.left();
    }
  }
}

/** The next token, or undefined when none came in time. One is asked for only when it can start at once. */
async function nextToken(
  connection: EventsConnection,
  { consumer, signal }: { consumer: Consumer; signal: AbortSignal },
): Promise<Token | undefined> {
  const tokens = await consumer.fetch({ max_messages: 1, expires: pullMs });
  const stop = () => tokens.stop();
  signal.addEventListener('abort', stop);
  // The server forgets who waits when it dies: ask anew.
  const unlisten = connection.onReconnect(stop);
  const overdue = setTimeout(stop, 2 * pullMs);
  // Drained while the request was on its way: a token that came now would wait for its next delivery.
  if (signal.aborted) stop();
  try {
    for await (const token of tokens) return toToken(token);
    return undefined;
  } finally {
    signal.removeEventListener('abort', stop);
    unlisten();
    clearTimeout(overdue);
    stop();
  }
}
