import type { ArtifactStore } from '@polymath/artifacts';
import { streamSizes, type EventsConnection } from '@polymath/events';
import { Gauge, type Registry } from 'prom-client';
import { remember } from './remember.js';

/** Where a service keeps what must last. */
export interface Stores {
  artifacts: Pick<ArtifactStore, 'measure'>;
  connection: EventsConnection;
  /** The streams, and those behind buckets, that the platform has in NATS. */
  streams: readonly string[];
}

/** Shows what the stores of a service hold. No scrape waits for them: what they held at most about a minute ago is told. */
export function showStored(registry: Registry, { artifacts, connection, streams }: Stores): void {
  const blobs = remember(() => artifacts.measure());
  const inNats = remember(async () => {
    connection.requireConnected();
    return streamSizes(connection, streams);
  });
  const found = () => {
    const use = blobs();
    const ours = use ? [{ store: 'artifacts', items: use.blobs, sizeBytes: use.sizeBytes }] : [];
    const sizes = inNats() ?? [];
    return [
      ...ours,
      ...sizes.map(({ stream, messages, sizeBytes }) => ({ store: stream, items: messages, sizeBytes })), // prettier-ignore
    ];
  };
  // The first scrape is to find something.
  found();
  const shared = { labelNames: ['store'] as const, registers: [registry] };
  new Gauge({
    name: 'polymath_stored_bytes',
    help: 'What a store holds: artifacts, or a stream of NATS',
    ...shared,
    collect() {
      this.reset();
      for (const { store, sizeBytes } of found()) this.set({ store }, sizeBytes);
    },
  });
  new Gauge({
    name: 'polymath_stored_items',
    help: 'Blobs of artifacts, or messages of a stream of NATS: records, tokens, events',
    ...shared,
    collect() {
      this.reset();
      for (const { store, items } of found()) this.set({ store }, items);
    },
  });
  new Gauge({
    name: 'polymath_disk_free_ratio',
    help: 'The share of the disk under a store that is free, 0 to 1',
    ...shared,
    collect() {
      this.reset();
      const use = blobs();
      if (use) this.set({ store: 'artifacts' }, use.freeRatio);
    },
  });
}
