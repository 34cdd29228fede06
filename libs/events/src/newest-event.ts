import type { JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { EventsConnection } from './connection.js';
import { fromNatsError } from './nats-error.js';
import { readEvent } from './read-event.js';
import { eventsStream } from './streams.js';

/** An event and when the server took it. */
export interface KeptEvent {
  event: JobEvent;
  /** Milliseconds since 1970, by the clock of the server. */
  timeMs: number;
}

/**
 * The newest event that is kept on a subject, with or without wildcards; undefined: none, or one
 * that nobody can read. Throws `unavailable`.
 */
export async function newestEvent(
  { manager }: EventsConnection,
  subject: string,
): Promise<KeptEvent | undefined> {
  const query = { last_by_subj: subject };
  const message = await manager.streams.getMessage(eventsStream, query).catch((error: unknown) => {
    throw fromNatsError(error);
  });
  const event = message ? readEvent(message.data) : undefined;
  return event && { event, timeMs: message!.time.getTime() };
}
