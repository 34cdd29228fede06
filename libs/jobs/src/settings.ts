import type { ConnectionSettings } from '@polymath/events';
import { invalidFields, type FieldViolation } from '@polymath/errors';

/** How jobs are queued, held and given up; every time is in milliseconds. */
export interface JobSettings {
  /** How many jobs one process runs at once, in each pool it serves. */
  concurrency: number;
  /** After this time without word from its holder a token is delivered again. */
  ackWaitMs: number;
  /** How long a claimant must have been connected before it takes a job from a silent holder. */
  graceMs: number;
  /** How often a holder reads its record and says that it works. */
  heartbeatMs: number;
  /** How long a claimant waits for a holder's answer. */
  holdRequestMs: number;
  /** Pause before it asks again, and before any other repeat. */
  retryMs: number;
  /** How often missing tokens are looked for and expired records removed. */
  sweepMs: number;
  /** Waits after the first, second, ... failed attempt; the last one holds for all further ones. */
  backoffMs: readonly number[];
  maxAttempts: number;
  /** How long finished records are kept. */
  keepMs: number;
  /** How long a drain waits for last checkpoints. */
  drainMs: number;
  /** Copies of streams and bucket: 1, or 3 on a cluster. */
  replicas: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** The settings that were tried under faults. */
export const defaultJobSettings: JobSettings = {
  concurrency: 1,
  ackWaitMs: 30_000,
  graceMs: 10_000,
  heartbeatMs: 10_000,
  holdRequestMs: 1000,
  retryMs: 500,
  sweepMs: 10_000,
  backoffMs: [5000, 30_000],
  maxAttempts: 3,
  keepMs: 30 * dayMs,
  drainMs: 50_000,
  replicas: 1,
};

/**
 * Refuses settings under which healthy workers lose their jobs. Throws `invalid-input` that names each.
 */
export function checkJobSettings(settings: JobSettings, connection: ConnectionSettings): void {
  const violations: FieldViolation[] = [];
  const demand = (field: keyof JobSettings, least: number, why: string) => {
    const value = Number(settings[field]);
    if (value >= least) return;
    violations.push({ field, description: `must be at least ${least} (${why}), got ${value}` });
  };
  demand('graceMs', 3 * connection.reconnectWaitMs, '3 times the wait before a reconnect');
  demand('ackWaitMs', 2 * settings.heartbeatMs, '2 heartbeats');
  demand('maxAttempts', 1, 'every job is tried');
  demand('concurrency', 1, 'a worker runs something');
  if (settings.backoffMs.length === 0) {
    violations.push({ field: 'backoffMs', description: 'must have at least one wait, got none' });
  }
  if (violations.length > 0) throw invalidFields(violations);
}
