import { createHash } from 'node:crypto';
import { openArtifactStore } from '@polymath/artifacts';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { EventsConnection } from '@polymath/events';
import { openJobStore } from '@polymath/jobs';
import type { History } from '../history/history.js';
import { allEvents } from './witness.js';

/** Where the traces of a run are. */
export interface Traces {
  connection: EventsConnection;
  replicas: number;
  /** The folder of the artifact store. */
  artifacts: string;
  accepted: History['accepted'];
}

/** Reads what a run has left: records, events and blobs. */
export async function collectHistory(traces: Traces): Promise<History> {
  const { connection, replicas, accepted } = traces;
  const store = await openJobStore(connection, { area: 'compression', replicas });
  const ids = [...store.index.values()].map(({ id }) => id);
  const stored = await Promise.all(ids.map((id) => store.records.get(id)));
  const records = stored.flatMap((found) => (found ? [found.job] : []));
  await store.close();
  const outputs = records.flatMap((job) => job.outputs);
  return {
    ...{ accepted, records },
    events: await readEvents(connection),
    blobs: await hashBlobs(traces.artifacts, outputs),
  };
}

async function readEvents(connection: EventsConnection): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  const stop = new AbortController();
  const { signal } = stop;
  const all = allEvents(connection, { signal, onCaughtUp: () => stop.abort() });
  for await (const event of all) events.push(event);
  return events;
}

/** The true hash of each blob that is named and there. */
async function hashBlobs(folder: string, named: readonly Artifact[]): Promise<Map<string, string>> {
  const store = await openArtifactStore(folder);
  const hashes = new Map<string, string>();
  for (const { sha256 } of named) {
    if (hashes.has(sha256) || !(await store.stat(sha256))) continue;
    const hash = createHash('sha256');
    for await (const chunk of store.open(sha256)) hash.update(chunk);
    hashes.set(sha256, hash.digest('hex'));
  }
  return hashes;
}
