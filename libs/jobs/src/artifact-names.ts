import { namesIn } from '@polymath/artifacts';
import {
  allPreviewsSubject,
  eventsStream,
  readStored,
  type EventsConnection,
} from '@polymath/events';
import { PolymathError } from '@polymath/errors';
import { allRecords } from './records.js';

/** How names are looked for. */
export interface NamesOptions {
  /** The connection must have lasted for so long, in milliseconds: see {@link artifactNames}. */
  quietMs: number;
  /** Where else names may stand: streams and their subjects. */
  also?: readonly { stream: string; filter: string }[];
  signal: AbortSignal;
}

/**
 * The name (SHA-256) of every artifact that a job of any area names, as an output, as its checkpoint or inside its
 * spec, and of every picture in an event. It looks for what can be a name in the bytes, for a spec can be any message.
 *
 * Throws `unavailable` unless all could be read, and also when NATS was away during the last `quietMs`: a worker may
 * be about to name what it stored meanwhile.
 */
export async function artifactNames(
  connection: EventsConnection,
  { quietMs, also = [], signal }: NamesOptions,
): Promise<Set<string>> {
  const names = new Set<string>();
  const previews = { stream: eventsStream, filter: allPreviewsSubject };
  for (const source of [previews, allRecords, ...also]) {
    for await (const { data } of readStored(connection, { ...source, from: 1, signal })) {
      for (const name of namesIn(data)) names.add(name);
    }
  }
  const lastedMs = connection.connectedForMs();
  if (lastedMs >= quietMs) return names;
  const message = `nats must have been there for ${quietMs} ms, got ${Math.round(lastedMs)} ms`;
  throw new PolymathError('unavailable', message);
}
