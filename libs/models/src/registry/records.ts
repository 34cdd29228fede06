import { Kvm } from '@nats-io/kv';
import { Model } from '@polymath/contracts/polymath/models/v1/models';
import { PolymathError } from '@polymath/errors';
import { fromNatsError, type EventsConnection } from '@polymath/events';
import { readRecord } from './read-record.js';

/** The bucket with one record a model: the truth about its versions and aliases. */
const bucket = 'models';
/** The largest record: a few hundred versions. */
export const maxModelBytes = 512 * 1024;

/** Where the records of all areas are: the stream behind the bucket, and its subjects. */
export const allModelRecords = { stream: `KV_${bucket}`, filter: `$KV.${bucket}.>` };

/** A record and the revision under which it was read or written. */
export interface StoredModel {
  model: Model;
  revision: number;
}

/** The records of one area's models. Every method throws `unavailable` while NATS is away. */
export interface ModelRecords {
  readonly area: string;
  /** The stream behind the bucket, and the subjects of this area in it. */
  readonly stream: string;
  readonly filter: string;
  /** @throws corrupt-data when what is there is no record of this model */
  get(name: string): Promise<StoredModel | undefined>;
  /**
   * Compare-and-set: writes a record over the one that was read, or where there was none.
   * @throws conflict when somebody else has written meanwhile; resource-exhausted when it has too many versions
   */
  write(model: Model, over: StoredModel | undefined): Promise<StoredModel>;
}

/** Opens, or makes, the bucket `models` for one area. */
export async function openModelRecords(
  connection: EventsConnection,
  { area, replicas }: { area: string; replicas: number },
): Promise<ModelRecords> {
  const kv = await ours(() =>
    new Kvm(connection.jetstream).create(bucket, {
      history: 1,
      // Direct reads may come from a replica that lags behind; ours must see every write.
      allow_direct: false,
      maxValueSize: maxModelBytes,
      replicas,
    }),
  );
  const key = (name: string) => `${area}.${name}`;
  return {
    area,
    stream: allModelRecords.stream,
    filter: `$KV.${bucket}.${area}.>`,
    get: async (name) => {
      connection.requireConnected();
      const entry = await ours(() => kv.get(key(name)));
      if (entry?.operation !== 'PUT') return undefined;
      return { model: readRecord(area, name, entry.value), revision: entry.revision };
    },
    write: async (model, over) => {
      connection.requireConnected();
      const bytes = encode(model);
      const revision = await ours(() =>
        over ? kv.update(key(model.name), bytes, over.revision) : kv.create(key(model.name), bytes),
      );
      return { model, revision };
    },
  };
}

function encode(model: Model): Uint8Array {
  const bytes = Model.encode(model).finish();
  if (bytes.length <= maxModelBytes) return bytes;
  const message = `${model.name} has too many versions: a record must be at most ${maxModelBytes} bytes, got ${bytes.length}`;
  throw new PolymathError('resource-exhausted', message);
}

async function ours<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw fromNatsError(error);
  }
}
