import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@polymath/service-kit';
import type { ArtifactStore } from './artifact-store.js';

/** When blobs are collected; times in milliseconds. */
export interface CollectorOptions {
  /** The names of all blobs that somebody needs. Nothing is collected when it throws. */
  named: (signal: AbortSignal) => Promise<ReadonlySet<string>>;
  /** How long a blob is kept that nobody names. */
  keepUnnamedMs: number;
  /** Time between two collections, and before the first. */
  everyMs: number;
  log: Logger;
}

/** Removes, again and again, the blobs that nobody names. */
export interface Collector {
  close(): Promise<void>;
}

/** Starts to collect. */
export function startCollector(store: ArtifactStore, options: CollectorOptions): Collector {
  const { everyMs, log } = options;
  const stop = new AbortController();
  const { signal } = stop;
  const run = async () => {
    for (;;) {
      await delay(everyMs, undefined, { signal });
      await collect(store, options, signal).catch((err: unknown) => {
        signal.throwIfAborted();
        log.warn({ err }, 'nothing was collected');
      });
    }
  };
  const running = run().catch(() => undefined);
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };
}

async function collect(
  store: ArtifactStore,
  { named, keepUnnamedMs, log }: CollectorOptions,
  signal: AbortSignal,
): Promise<void> {
  const { blobs, sizeBytes } = await store.collect(await named(signal), keepUnnamedMs);
  if (blobs > 0) log.info({ blobs, sizeBytes }, 'blobs that nobody named are removed');
}
