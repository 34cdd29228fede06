import { ensureEventsStream, publishState, type EventsConnection } from '@polymath/events';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import type { Logger } from '@polymath/service-kit';
import { openIndex, type JobIndex } from './job-index.js';
import { openRecords, type JobRecords } from './records.js';
import { transition } from './state-machine.js';
import { openTokens, type Tokens } from './tokens.js';
import type { Effect, JobTransition, Rejection } from './transition.js';

/** All that is kept of the jobs of one area: records, their index, and tokens. */
export interface JobStore {
  readonly area: string;
  readonly connection: EventsConnection;
  readonly records: JobRecords;
  readonly index: JobIndex;
  readonly tokens: Tokens;
  close(): Promise<void>;
}

/** Opens, or makes, streams and bucket, and reads the records of the area. */
export async function openJobStore(
  connection: EventsConnection,
  { area, replicas, log }: { area: string; replicas: number; log?: Pick<Logger, 'warn'> },
): Promise<JobStore> {
  await ensureEventsStream(connection, replicas);
  const tokens = await openTokens(connection, { area, replicas });
  const records = await openRecords(connection, { area, replicas });
  const index = await openIndex(connection, records, log);
  return { area, connection, records, index, tokens, close: () => index.close() };
}

/** What a compare-and-set came to: the new record and what must follow, or the old one and why not. */
export type Applied =
  | { job: Job; effects: Effect[]; rejected?: undefined }
  | { job: Job | undefined; rejected: Rejection; effects?: undefined };

/**
 * Applies an event to a record by compare-and-set, again and again until nobody else wrote meanwhile. Throws
 * `unavailable`, which means that the event may have been applied.
 */
export async function applyEvent(
  records: JobRecords,
  id: string,
  event: JobTransition,
): Promise<Applied> {
  for (;;) {
    const stored = await records.get(id);
    const result = transition(stored?.job, event);
    if (result.rejected) return { job: stored?.job, rejected: result.rejected };
    try {
      await records.update(stored!, result.record);
      return { job: result.record, effects: result.effects };
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

/** Does what must follow a record that was written by somebody who does not hold the job. */
export async function follow(
  { connection, tokens }: JobStore,
  { job, effects }: { job: Job; effects: Effect[] },
): Promise<void> {
  for (const { type } of effects) {
    if (type === 'announce') await publishState(connection, job);
    if (type === 'add-token') await tokens.add(job);
    if (type === 'remove-token') await tokens.remove(job);
  }
}

/** Whether a write failed because the record was another by then. */
export function isConflict(error: unknown): boolean {
  return error instanceof PolymathError && error.kind === 'conflict';
}
