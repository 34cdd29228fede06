import type { EventsConnection } from './connection.js';
import { fromNatsError } from './nats-error.js';

/** What a stream holds, or a bucket by the stream behind it, e.g. `KV_jobs`. */
export interface StreamSize {
  stream: string;
  messages: number;
  /** Of one copy; on a cluster each server that has one holds as much. */
  sizeBytes: number;
}

/** What some streams hold: one small question a stream, whatever they hold. Throws `unavailable`, also when one is missing. */
export async function streamSizes(
  { manager }: Pick<EventsConnection, 'manager'>,
  streams: readonly string[],
): Promise<readonly StreamSize[]> {
  return Promise.all(
    streams.map(async (stream) => {
      const { state } = await manager.streams.info(stream).catch((error: unknown) => {
        throw fromNatsError(error);
      });
      return { stream, messages: state.messages, sizeBytes: state.bytes };
    }),
  );
}
