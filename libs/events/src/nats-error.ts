import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/nats-core';
import { PolymathError, type ErrorKind } from '@polymath/errors';

/** How long a client waits before it repeats a call that found NATS away, in milliseconds. */
const retryAfterMs = 1000;

/** The server's codes (`JSWrongLastSequence...`, `JSStreamStoreFailed` and so on in its errors.json). */
const kindsByCode = new Map<number, ErrorKind>([
  [10071, 'conflict'],
  [10164, 'conflict'],
  [10014, 'not-found'],
  [10059, 'not-found'],
  [10037, 'not-found'],
  [10023, 'resource-exhausted'],
  [10026, 'resource-exhausted'],
  [10047, 'resource-exhausted'],
  [10077, 'resource-exhausted'],
  [10008, 'unavailable'],
  [10009, 'unavailable'],
]);

const unreachable = [
  errors.TimeoutError,
  errors.RequestError,
  errors.NoRespondersError,
  errors.ConnectionError,
  errors.ClosedConnectionError,
  errors.DrainingConnectionError,
];

/**
 * An error of the NATS client as ours. `unavailable` means unknown: what was asked for may have been done.
 * `conflict`: a compare-and-set met another revision.
 */
export function fromNatsError(cause: unknown): PolymathError {
  if (cause instanceof PolymathError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (isUnreachable(cause)) {
    const text = message === '' ? 'nats is away' : `nats is away: ${message}`;
    return new PolymathError('unavailable', text, { cause, retryAfterMs });
  }
  if (cause instanceof JetStreamApiError) {
    return new PolymathError(kindsByCode.get(cause.code) ?? 'internal', message, { cause });
  }
  return PolymathError.from(cause);
}

/** A starting server has no JetStream yet: the client wraps its missing answer in an error of its own. */
function isUnreachable(cause: unknown): boolean {
  if (unreachable.some((type) => cause instanceof type)) return true;
  return cause instanceof Error && cause.cause instanceof errors.RequestError;
}

/** The error of a call that was not sent because the connection is down. */
export function natsIsAway(): PolymathError {
  return new PolymathError('unavailable', 'nats is away', { retryAfterMs });
}
