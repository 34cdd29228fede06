import { setTimeout as delay } from 'node:timers/promises';
import { PolymathError, type ErrorKind } from '@polymath/errors';
import type { EventsConnection } from '@polymath/events';

/** What passes by itself: an outage, a full disk. */
const passing: ReadonlySet<ErrorKind> = new Set(['unavailable', 'resource-exhausted']);

/**
 * Repeats what NATS does not answer, however long that takes, until the signal is aborted (its reason is
 * thrown) or the connection closed. `action` must be safe to repeat: an answer that is lost means unknown.
 */
export async function keepTrying<T>(
  action: () => Promise<T>,
  { connection, retryMs, signal }: KeepTryingOptions,
): Promise<T> {
  for (;;) {
    await connection.whenConnected(signal);
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof PolymathError && passing.has(error.kind))) throw error;
    }
    await pause(retryMs, signal);
  }
}

/** Where and how long to try. */
export interface KeepTryingOptions {
  connection: EventsConnection;
  retryMs: number;
  signal: AbortSignal;
}

/** Waits; throws the signal's reason at once when it is aborted. */
export async function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  await delay(timeMs, undefined, { signal }).catch(() => signal.throwIfAborted());
}
