import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openArtifactStore } from '@polymath/artifacts';
import { put } from '@polymath/e2e';
import { PolymathError } from '@polymath/errors';
import type { Stage } from '../stage/stage.js';
import type { Ends } from './ends.js';
import { pace, soakSettings } from './settings.js';

/** A record may be removed within this time before its time is over, in milliseconds: clocks, and the time of a look. */
const slackMs = 5000;
const garbageBytes = 100_000;
/** How long collections may take to remove all that nobody names, in milliseconds: many times what they need. */
const patienceMs = 120_000;

/** Holds what the collections of garbage do against what they promise. */
export interface BlobWatch {
  /** Names that a job named and that are not there. */
  readonly missing: ReadonlySet<string>;
  /** How many blobs were put that nobody names. */
  unnamed(): number;
  /** Looks whether the outputs of all jobs are there whose records must be. */
  look(): void;
  /** Resolves with the number of blobs that nobody names and that are still there. */
  leftAtEnd(): Promise<number>;
}

/** Begins to store blobs that nobody names, until the signal is aborted. */
export async function watchBlobs(
  { seats, dataDir }: Stage,
  { ends, signal }: { ends: Ends; signal: AbortSignal },
): Promise<BlobWatch> {
  const store = await openArtifactStore(join(dataDir, 'artifacts'));
  const isThere = (sha256: string) => existsSync(store.path(sha256));
  const garbage = new Set<string>();
  const missing = new Set<string>();
  const litter = async () => {
    for (let i = 0; !signal.aborted; i++) {
      const { service } = seats[i % seats.length]!;
      const content = randomBytes(garbageBytes);
      // Who is killed just now takes nothing.
      const stored = service && (await put(service, content).catch(ignoreUnavailable));
      if (stored) garbage.add(stored.sha256);
      await delay(pace.garbageMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const littering = litter();
  // Who waits for the end hears of it.
  littering.catch(() => undefined);
  return {
    missing,
    unnamed: () => garbage.size,
    look: () => {
      const since = Date.now() - Number(soakSettings.keepJobsMs) + slackMs;
      for (const sha256 of ends.outputsSince(since)) if (!isThere(sha256)) missing.add(sha256);
    },
    leftAtEnd: async () => {
      await littering;
      const left = () => [...garbage].filter(isThere).length;
      const endMs = performance.now() + patienceMs;
      while (left() > 0 && performance.now() < endMs) await delay(500);
      return left();
    },
  };
}

function ignoreUnavailable(error: unknown): undefined {
  if (['unavailable', 'cancelled'].includes(PolymathError.from(error).kind)) return undefined;
  throw error;
}
