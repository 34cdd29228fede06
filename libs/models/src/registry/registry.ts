import type {
  FailedRegistration,
  Model,
  ModelVersion,
} from '@polymath/contracts/polymath/models/v1/models';
import { PolymathError } from '@polymath/errors';
import type { EventsConnection } from '@polymath/events';
import { isModelName } from '@polymath/jobs';
import { notFound } from '@polymath/service-kit';
import { resolveVersion } from './changes.js';
import { openModelIndex, type ModelListeners } from './model-index.js';
import { openModelRecords } from './records.js';

/** What is known of the models of one area. */
export interface Registry {
  readonly area: string;
  /** From memory. */
  all(): readonly Model[];
  /** From memory. */
  known(name: string): Model | undefined;
  /** The record itself. @throws unavailable while NATS is away */
  read(name: string): Promise<Model | undefined>;
  /** Jobs that were to make a version of a model and made none. */
  failures(name: string): FailedRegistration[];
  /**
   * A version by number, alias or nothing: from memory, and only where it is not there from the record.
   * @throws not-found
   */
  find(name: string, version: string): FoundVersion | Promise<FoundVersion>;
  /**
   * Applies a change to a record by compare-and-set, again and again until nobody else wrote meanwhile.
   * @param change gives the new record, or the same one where there is nothing to do; undefined: there is no record
   */
  change(name: string, change: (model: Model | undefined) => Model): Promise<Model>;
  close(): Promise<void>;
}

/** A version and its model. */
export interface FoundVersion {
  model: Model;
  version: ModelVersion;
}

/** What a registry is opened with. */
export interface RegistryOptions extends ModelListeners {
  area: string;
  replicas: number;
  /** Called before a model counts as missing: what is about to be registered is by then. */
  onMissing: (name: string) => Promise<void>;
  /** Jobs that were to make a version of a model and made none. */
  failures: (name: string) => FailedRegistration[];
}

/** Opens, or makes, the records of an area's models and reads them. */
export async function openRegistry(
  connection: EventsConnection,
  { area, replicas, onMissing, failures, ...listeners }: RegistryOptions,
): Promise<Registry> {
  const records = await openModelRecords(connection, { area, replicas });
  const index = await openModelIndex(connection, records, listeners);
  const read = async (name: string) => {
    if (!isModelName(name)) return undefined;
    const stored = await records.get(name);
    if (stored) index.take(stored);
    return stored?.model;
  };
  const lookUp = async (name: string, version: string) => {
    if (!isModelName(name)) throw missing(name, version);
    await onMissing(name);
    const found = resolve(await read(name), version);
    if (!found) throw missing(name, version, failures(name));
    return found;
  };
  return {
    area,
    all: () => index.all(),
    known: (name) => index.get(name),
    ...{ read, failures },
    find: (name, version) => resolve(index.get(name), version) ?? lookUp(name, version),
    change: async (name, change) => {
      for (;;) {
        const stored = await records.get(name);
        const model = change(stored?.model);
        if (model === stored?.model) return model;
        try {
          index.take(await records.write(model, stored));
          return model;
        } catch (error) {
          if (!(error instanceof PolymathError && error.kind === 'conflict')) throw error;
        }
      }
    },
    close: () => index.close(),
  };
}

function resolve(model: Model | undefined, text: string): FoundVersion | undefined {
  const version = model && resolveVersion(model, text);
  return version && { model, version };
}

/** That there is no such model or version; where jobs were to make it, which, and why they did not. */
export function missing(
  name: string,
  version: string,
  failures: readonly FailedRegistration[] = [],
): PolymathError {
  const error =
    version === '' ? notFound('model', name) : notFound('model version', `${name}/${version}`);
  if (failures.length === 0) return error;
  const reasons = failures.map(({ jobId, reason }) => `job ${jobId} made none: ${reason}`);
  const { cause } = error;
  return new PolymathError('not-found', `${error.message} (${reasons.join('; ')})`, { cause });
}
