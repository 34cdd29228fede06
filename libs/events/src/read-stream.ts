import { DeliverPolicy, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { EventsConnection } from './connection.js';
import { fromNatsError } from './nats-error.js';

/** Pause before a server that is just starting is asked again, in milliseconds. */
const retryMs = 100;

/** After so many messages everybody else gets a turn: a long backlog arrives without a pause. */
const turnAfter = 50;

/** Which messages of a stream to read, from where. */
export interface ReadOptions {
  stream: string;
  /** One subject, with or without wildcards. */
  filter: string;
  /** `last`: the newest message of each subject, then what comes; a number: from that sequence on. */
  from: 'last' | number;
  /** Called when all that was there at the start has been yielded. */
  onCaughtUp?: () => void;
  signal?: AbortSignal;
}

/**
 * Reads a stream in order and goes on with what comes, across outages and restarts of the server, until the
 * signal is aborted or the connection closed. Reads only as fast as it is asked: what the stream's limits
 * remove meanwhile is missed.
 */
export async function* readStream(
  connection: EventsConnection,
  { onCaughtUp, ...options }: ReadOptions,
): AsyncGenerator<JsMsg, void, undefined> {
  const { signal } = options;
  let { from } = options;
  let read = 0;
  while (!signal?.aborted && !connection.nats.isClosed()) {
    const messages = await open(connection, { ...options, from });
    if (!messages) continue;
    const stop = () => messages.iterator.stop();
    signal?.addEventListener('abort', stop);
    // The consumer lives in the server's memory: after an outage a new one is sure, the old one is not.
    const unlisten = connection.onReconnect(stop);
    try {
      // A first look that found nothing has caught up; so has one whose last message was the newest.
      if (messages.pending === 0) onCaughtUp?.();
      // Aborted while the consumer was made: nobody has told the iterator.
      if (signal?.aborted) return;
      for await (const message of messages.iterator) {
        yield message;
        if (++read % turnAfter === 0) await nextTurn();
        from = message.seq + 1;
        if (message.info.pending === 0) onCaughtUp?.();
      }
    } catch (error) {
      if (fromNatsError(error).kind === 'internal') throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      unlisten();
      stop();
    }
  }
}

/** A consumer at the given place; undefined when NATS went away meanwhile. */
async function open(
  connection: EventsConnection,
  { stream, filter, from, signal }: ReadOptions,
): Promise<{ iterator: ConsumerMessages; pending: number } | undefined> {
  try {
    await connection.whenConnected(signal);
    const consumer = await connection.jetstream.consumers.get(stream, {
      filter_subjects: filter,
      ...start(from),
    });
    const { num_pending: pending } = await consumer.info(true);
    // Short pulls: after an outage of the server alone, the next pull finds the new consumer.
    return { iterator: await consumer.consume({ max_messages: 100, expires: 5000 }), pending };
  } catch (error) {
    const known = fromNatsError(error);
    if (signal?.aborted || connection.nats.isClosed()) return undefined;
    if (known.kind !== 'unavailable') throw known;
    await delay(retryMs);
    return undefined;
  }
}

function start(from: 'last' | number) {
  if (from === 'last') return { deliver_policy: DeliverPolicy.LastPerSubject };
  if (from <= 1) return { deliver_policy: DeliverPolicy.All };
  return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from };
}
