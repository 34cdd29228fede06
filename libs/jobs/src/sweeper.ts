import { PolymathError } from '@polymath/errors';
import { publishState, removeEvents } from '@polymath/events';
import type { Logger } from '@polymath/service-kit';
import { pause } from './keep-trying.js';
import type { IndexedJob } from './job-index.js';
import { hasEnded } from './job-states.js';
import type { JobSettings } from './settings.js';
import { applyEvent, follow, type JobStore } from './store.js';

/** Mends, again and again, what a process that died in the middle of something has left. */
export interface Sweeper {
  close(): Promise<void>;
}

/** Sweeps every `sweepMs`, beginning at once. */
export function startSweeper(
  store: JobStore,
  { settings, log }: { settings: JobSettings; log: Logger },
): Sweeper {
  const stop = new AbortController();
  const run = async () => {
    while (!stop.signal.aborted && !store.connection.nats.isClosed()) {
      if (store.connection.connected) {
        await sweep(store, settings).catch((err: unknown) => log.warn({ err }, 'sweep failed'));
      }
      await pause(settings.sweepMs, stop.signal).catch(() => undefined);
    }
  };
  const running = run();
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };
}

/**
 * One sweep: each job that has not ended has a token; none that has ended, and its end was announced; no
 * queued job outlives its deadline; records are kept for their time. What fails for one job, e.g. because the
 * stream of tokens is full, is thrown when all others have been seen to; `unavailable` at once.
 */
export async function sweep(store: JobStore, settings: JobSettings): Promise<void> {
  const withToken = await store.tokens.list();
  const failures: PolymathError[] = [];
  const now = Date.now();
  for (const job of [...store.index.values()]) {
    const mend = mendFor(job, withToken.has(job.id), settings, now);
    // Nothing is awaited for the many that need nothing: that would hold up everybody else.
    if (!mend) continue;
    await mend(store, job).catch((error: unknown) => {
      const failure = PolymathError.from(error);
      if (failure.kind === 'unavailable') throw failure;
      failures.push(failure);
    });
  }
  await clearMarkers(store, now - markerMs(settings));
  if (failures[0]) throw failures[0];
}

/**
 * How long a marker stays in the place of a removed record: as long as the record did, but long enough for nats-server to write
 * down what it has dropped (it does so every two minutes), and at most a day.
 */
function markerMs({ keepMs }: JobSettings): number {
  return Math.min(Math.max(keepMs, 600_000), 86_400_000);
}

async function clearMarkers({ index, records }: JobStore, before: number): Promise<void> {
  for (const { id, revision, removedMs } of [...index.removed.values()]) {
    if (!isPast(removedMs, before)) continue;
    await records.clear(id, revision);
    index.removed.delete(id);
  }
}

type Mend = (store: JobStore, job: IndexedJob) => Promise<void>;

/** What a job needs; undefined: nothing. */
function mendFor(
  job: IndexedJob,
  hasToken: boolean,
  { keepMs, ackWaitMs }: JobSettings,
  now: number,
): Mend | undefined {
  if (!hasEnded(job.state)) {
    if (isPast(job.deadlineMs, now)) return expire;
    // The index may lag behind: a token too many does no harm.
    return hasToken ? undefined : addToken;
  }
  if (isPast(job.endMs, now - keepMs)) return forget;
  // Its last holder had time enough to announce the end and acknowledge.
  return hasToken && isPast(job.endMs, now - ackWaitMs) ? finish : undefined;
}

function addToken({ tokens }: JobStore, job: IndexedJob): Promise<void> {
  return tokens.add(job);
}

async function expire(store: JobStore, { id }: IndexedJob): Promise<void> {
  const { job, effects } = await applyEvent(store.records, id, {
    type: 'deadline',
    now: Date.now(),
  });
  if (job && effects) await follow(store, { job, effects });
}

async function finish(store: JobStore, { id }: IndexedJob): Promise<void> {
  const stored = await store.records.get(id);
  if (!stored || !hasEnded(stored.job.state)) return;
  await publishState(store.connection, stored.job);
  await store.tokens.remove(stored.job);
}

async function forget(store: JobStore, job: IndexedJob): Promise<void> {
  await store.tokens.remove(job);
  await removeEvents(store.connection, store.area, job.id);
  await store.records.remove(job.id);
}

function isPast(timeMs: number | undefined, now: number): boolean {
  return timeMs !== undefined && timeMs <= now;
}
