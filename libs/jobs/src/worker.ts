import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import type { Consumer } from '@nats-io/jetstream';
import type { Engine } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromNatsError } from '@polymath/events';
import { claim } from './claim.js';
import { JobStopped, type ExecuteJob } from './executor.js';
import { holdJob, type Hold } from './hold.js';
import { pause } from './keep-trying.js';
import type { Logger } from '@polymath/service-kit';
import { runJob } from './run-job.js';
import type { JobSettings } from './settings.js';
import type { JobStore } from './store.js';
import { toToken, type Token } from './token.js';
import type { Pool } from './tokens.js';

/** What a worker is made of. */
export interface WorkerParts {
  store: JobStore;
  settings: JobSettings;
  /** The kinds of token it takes: `gpu` only where there is one. */
  pools: readonly Pool[];
  execute: ExecuteJob;
  engine: Engine;
  log: Logger;
}

/** Takes and runs jobs until it is drained. */
export interface Worker {
  readonly name: string;
  /** Takes no more tokens, has every job write its last checkpoint, and gives them back. */
  drain(): Promise<void>;
}

/** How long one pull waits for a token, in milliseconds; then the next one begins. */
const pullMs = 5000;

/** Starts to take jobs. */
export async function startWorker(parts: WorkerParts): Promise<Worker> {
  const { store, settings, pools, log } = parts;
  const name = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  const holds = new Set<Hold>();

  const claimer = {
    ...{ store, settings, engine: parts.engine, worker: name, signal: stopping.signal },
    holds: (jobId: string, epoch: number) =>
      [...holds].some((hold) => hold.job.id === jobId && hold.epoch === epoch),
  };
  const handle = async (token: Token) => {
    const claimed = await claim(claimer, token);
    if (!claimed) return;
    const holding = { ...parts, giveUp: givingUp.signal };
    const hold = holdJob(holding, claimed);
    holds.add(hold);
    if (isStopping()) hold.stop(new JobStopped('drained'));
    log.info({ job: hold.job.id, epoch: hold.epoch }, 'job begun');
    try {
      await runJob(holding, hold);
    } finally {
      hold.close();
      holds.delete(hold);
      log.info({ job: hold.job.id, epoch: hold.epoch, state: hold.job.state }, 'job left');
    }
  };
  const serve = async (consumer: Consumer) => {
    while (!isStopping() && !store.connection.nats.isClosed()) {
      try {
        await store.connection.whenConnected(stopping.signal);
        const token = await nextToken(consumer, stopping.signal);
        if (token) await handle(token);
      } catch (error) {
        if (!isStopping()) log.warn({ err: fromNatsError(error) }, 'a token is left to come back');
        await pause(settings.retryMs, stopping.signal).catch(() => undefined);
      }
    }
  };
  const consumers = await Promise.all(
    pools.map((pool) => store.tokens.consumer(pool, settings.ackWaitMs)),
  );
  const slots = consumers.flatMap((consumer) =>
    Array<Consumer>(settings.concurrency).fill(consumer),
  );
  const serving = slots.map(serve);

  return {
    name,
    drain: async () => {
      stopping.abort();
      for (const hold of holds) hold.stop(new JobStopped('drained'));
      const late = setTimeout(() => givingUp.abort(), settings.drainMs);
      const gaveUp = new Promise((resolve) => {
        givingUp.signal.addEventListener('abort', resolve);
      });
      await Promise.race([Promise.all(serving), gaveUp]);
      clearTimeout(late);
    },
  };
}

/** The next token, or undefined when none came in time. One is asked for only when it can start at once. */
async function nextToken(consumer: Consumer, signal: AbortSignal): Promise<Token | undefined> {
  const tokens = await consumer.fetch({ max_messages: 1, expires: pullMs });
  const stop = () => tokens.stop();
  signal.addEventListener('abort', stop);
  try {
    for await (const token of tokens) return toToken(token);
    return undefined;
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}
