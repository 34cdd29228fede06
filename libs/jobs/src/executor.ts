import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Checkpoint, Job, Preview, Progress } from '@polymath/contracts/polymath/jobs/v1/jobs';

/** Why a job must stop: on request; another worker has it; this worker is to end. */
export type StopReason = 'cancelled' | 'lost' | 'drained';

/** The reason of a job's signal when it is stopped from outside. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped';
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`job stopped: ${reason}`);
    this.reason = reason;
  }
}

/** A job as the executor sees it while this worker holds it. */
export interface JobHolder {
  /** The record as it was claimed. */
  readonly job: Job;
  /** Aborted when the job must stop; the reason is a {@link JobStopped} or a `PolymathError` (deadline). */
  readonly signal: AbortSignal;
  /** W3C trace context of this attempt; empty: it belongs to no trace. */
  readonly traceParent: string;
  progress(progress: Progress): void;
  log(level: 'info' | 'warning', text: string): void;
  preview(preview: Preview): void;
  /**
   * Writes a checkpoint into the record; resolves once it is there, which takes as long as NATS is away.
   * Throws {@link JobStopped} when another worker has the job.
   */
  checkpoint(checkpoint: Checkpoint): Promise<void>;
}

/** What a job that succeeded leaves. */
export interface JobResult {
  outputs: Artifact[];
  metrics: Record<string, number>;
}

/**
 * Runs one attempt of a job. To fail, it throws: kinds that a repeat could mend are repeated, after
 * `retryAfterMs` where the error has it (0 for a killed process), else after the usual back-off.
 * When the signal is aborted it stops soon; on `drained` it writes a last checkpoint first.
 */
export type ExecuteJob = (holder: JobHolder) => Promise<JobResult>;
