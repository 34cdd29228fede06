import { Model } from '@polymath/contracts/polymath/models/v1/models';
import { PolymathError } from '@polymath/errors';
import { isModelName } from '@polymath/jobs';

/**
 * The model that a record holds. Anybody on NATS can write to the bucket: what is taken for a model must be one, the one of its key,
 * and every version must be one that can be served.
 * @throws corrupt-data that says what it is instead
 */
export function readRecord(area: string, name: string, bytes: Uint8Array): Model {
  if (!isModelName(name)) throw unreadable(name, 'that is no name of a model');
  const model = decode(name, bytes);
  if (model.name !== name || model.area !== area) {
    throw unreadable(name, `it is of model "${model.name}" of area "${model.area}"`);
  }
  const bad = model.versions.find(({ artifact, signature }) => !artifact || !signature);
  if (bad) throw unreadable(name, `version ${bad.version} lacks its file or its signature`);
  return model;
}

function decode(name: string, bytes: Uint8Array): Model {
  try {
    return Model.decode(bytes);
  } catch (cause) {
    throw unreadable(name, 'it is no record', cause);
  }
}

function unreadable(name: string, why: string, cause?: unknown): PolymathError {
  const message = `cannot read the record of model ${name}: ${why}`;
  return new PolymathError('corrupt-data', message, { cause });
}
