import type { Model } from '@polymath/contracts/polymath/models/v1/models';
import { readStream, type EventsConnection } from '@polymath/events';
import { readRecord } from './read-record.js';
import type { ModelRecords, StoredModel } from './records.js';

/** All models of one area, in memory, kept up to date by a watch on the bucket: looking one up never touches NATS. */
export interface ModelIndex {
  get(name: string): Model | undefined;
  /** In the order of their names. */
  all(): readonly Model[];
  /** Takes a record that was read or written here, unless a newer one is known. */
  take(stored: StoredModel): void;
  close(): Promise<void>;
}

/** Who is told of records. */
export interface ModelListeners {
  /** Called with each new record. */
  onChange: (model: Model) => void;
  /** Called with what stands under a key and cannot be read as its record, which is passed over. */
  onUnreadable: (error: unknown) => void;
}

/** Reads all records of the area and follows them; resolves once all are read. */
export async function openModelIndex(
  connection: EventsConnection,
  { area, stream, filter }: ModelRecords,
  { onChange, onUnreadable }: ModelListeners,
): Promise<ModelIndex> {
  const models = new Map<string, StoredModel>();
  const stop = new AbortController();
  const take = (stored: StoredModel) => {
    const { name } = stored.model;
    if ((models.get(name)?.revision ?? 0) >= stored.revision) return;
    models.set(name, stored);
    onChange(stored.model);
  };
  const follow = async (onCaughtUp: () => void) => {
    const options = { stream, filter, from: 'last' as const, onCaughtUp, signal: stop.signal };
    for await (const { subject, data, seq } of readStream(connection, options)) {
      if (data.length === 0) continue;
      try {
        const model = readRecord(area, subject.slice(filter.length - 1), data);
        take({ model, revision: seq });
      } catch (error) {
        onUnreadable(error);
      }
    }
  };
  let following = Promise.resolve();
  await new Promise<void>((onCaughtUp, reject) => {
    following = follow(onCaughtUp);
    following.then(onCaughtUp, reject);
  });
  return {
    get: (name) => models.get(name)?.model,
    all: () =>
      [...models.values()].map(({ model }) => model).sort((a, b) => (a.name < b.name ? -1 : 1)),
    take,
    close: async () => {
      stop.abort();
      await following;
    },
  };
}
