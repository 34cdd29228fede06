import type { JsMsg } from '@nats-io/jetstream';
import type { EventsConnection } from './connection.js';
import { natsIsAway } from './nats-error.js';
import { readStream, type ReadOptions } from './read-stream.js';

/**
 * All that a stream holds, and what comes while it is read; ends when nothing more is there. Waits while NATS is away.
 * Throws `unavailable` when the connection is closed, or the signal's reason: an end is never taken for the whole.
 */
export async function* readStored(
  connection: EventsConnection,
  options: Omit<ReadOptions, 'onCaughtUp'>,
): AsyncGenerator<JsMsg, void, undefined> {
  const done = new AbortController();
  const signals = options.signal ? [done.signal, options.signal] : [done.signal];
  yield* readStream(connection, {
    ...options,
    signal: AbortSignal.any(signals),
    onCaughtUp: () => done.abort(),
  });
  options.signal?.throwIfAborted();
  if (!done.signal.aborted) throw natsIsAway();
}
