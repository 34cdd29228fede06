import {
  DiscardPolicy,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { EventsConnection } from './connection.js';
import { fromNatsError } from './nats-error.js';
import { allEventsSubject } from './subjects.js';

/** The server's code for a stream that exists with other settings. */
const streamNameInUse = 10058;

/** The stream of all events: 7 days, at most 1,000 a subject, the oldest give way. */
export const eventsStream = 'EVENTS';

const dayMs = 24 * 60 * 60 * 1000;

/** Makes the stream, or brings its settings up to date. */
export async function ensureStream(
  { manager }: EventsConnection,
  config: Partial<StreamConfig> & { name: string },
): Promise<void> {
  const full = { storage: StorageType.File, ...config };
  try {
    await manager.streams.add(full);
  } catch (error) {
    const exists = error instanceof JetStreamApiError && error.code === streamNameInUse;
    if (!exists) throw fromNatsError(error);
    await manager.streams.update(config.name, full);
  }
}

/** Makes the stream `EVENTS`; `replicas` is 1, or 3 on a cluster. */
export async function ensureEventsStream(
  connection: EventsConnection,
  replicas: number,
): Promise<void> {
  await ensureStream(connection, {
    name: eventsStream,
    subjects: [allEventsSubject],
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(7 * dayMs),
    max_msgs_per_subject: 1000,
    // Every watcher is a consumer; unset, nats-server 2.15 allows 1,000.
    max_consumers: 100_000,
    num_replicas: replicas,
  });
}
