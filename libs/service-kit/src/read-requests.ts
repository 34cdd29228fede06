import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import type { CallContext } from './call-context.js';
import { readable } from './unreadable-request.js';

/** A server's call whose requests are a stream. */
export type ReadableCall =
  ServerReadableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>;

/**
 * The requests of a call, each read when it is asked for.
 * @throws the reason of the call's abort, also while it waits for a request; invalid-input for one that is no message
 */
export async function* requestsOf(call: ReadableCall, { signal }: CallContext) {
  // The stream must outlive a handler that stops reading: its answer still has to be sent.
  const messages = call.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await unlessAborted(messages.next(), signal);
      if (next.done) break;
      yield readable(next.value);
    }
    // To grpc-js a broken call looks like an ended one: first the end of its messages, in the same turn its breaking.
    await nextTurn();
    signal.throwIfAborted();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

/** Listens for one message only: a signal that kept all of them would hold every message of a long stream. */
function unlessAborted<Result>(waiting: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    waiting.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
