import { randomUUID } from 'node:crypto';
import type { ArtifactStore } from '@polymath/artifacts';
import { fromWire } from '../wire-error.js';
import type { EnginePool, Lease } from './engine-pool.js';
import type { Exchange } from './engine-process.js';
import { isLast } from '../messages.js';
import { makeScratch, type Scratch } from './scratch.js';

/** What answering a call takes. */
export interface CallParts {
  pool: EnginePool;
  store: ArtifactStore;
  scratchDir: string;
}

/** Runs a named call of the area's engine: encoded request in, encoded responses out. */
export type CallEngine = (
  name: string,
  request: Uint8Array,
  signal: AbortSignal,
) => AsyncIterable<Uint8Array>;

/** Calls an engine process of the pool; each response is computed when the one before has been taken. */
export function engineCaller({ pool, store, scratchDir }: CallParts): CallEngine {
  return async function* (name, request, signal) {
    signal.throwIfAborted();
    const scratch = await makeScratch(scratchDir, `call-${randomUUID()}`, store);
    let lease: Lease | undefined;
    try {
      lease = await pool.acquire();
      const opening = { type: 'call' as const, name, request, folder: scratch.folder };
      yield* converse(lease.engine.begin(opening), scratch, signal);
    } finally {
      // A call that failed may have left tensors behind, but others may be in the same process: it is used up later.
      lease?.release(true);
      await scratch.remove();
    }
  };
}

async function* converse(exchange: Exchange, scratch: Scratch, signal: AbortSignal) {
  const leave = () => exchange.send({ type: 'leave' });
  signal.addEventListener('abort', leave, { once: true });
  let ended = false;
  try {
    for (;;) {
      const answer = await exchange.next();
      ended = isLast(answer);
      if (ended) signal.throwIfAborted();
      if (answer.type === 'end') return;
      if (answer.type === 'failed') throw fromWire(answer.error);
      if (answer.type === 'inputs') await scratch.provide(answer.artifacts);
      if (answer.type === 'item' && !signal.aborted) yield answer.value;
      exchange.send({ type: 'pull' });
    }
  } finally {
    signal.removeEventListener('abort', leave);
    if (!ended) await leaveEarly(exchange);
  }
}

/** Ends a call whose reader wants no more, so that it computes no more. */
async function leaveEarly(exchange: Exchange): Promise<void> {
  exchange.send({ type: 'leave' });
  try {
    while (!isLast(await exchange.next()));
  } catch {
    // The process is gone, and the call with it.
  }
}
