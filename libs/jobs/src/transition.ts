import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Checkpoint, Engine, Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { ErrorKind } from '@polymath/errors';

/** What a caller gives for a new job; all else in its record is decided by the state machine. */
export type NewJob = Pick<
  Job,
  | 'id'
  | 'tenant'
  | 'area'
  | 'kind'
  | 'spec'
  | 'specSha256'
  | 'requestId'
  | 'accelerator'
  | 'maxAttempts'
  | 'modelName'
  | 'traceParent'
> & {
  /** Time from submission after which the job fails, in milliseconds; 0: none. */
  timeoutMs: number;
};

/** A worker that takes a job. */
export interface Claimant {
  worker: string;
  engine: Engine;
}

/**
 * What can happen to a job. `now` is milliseconds since 1970; `epoch` is the one under which the sender
 * holds the job, and an event under another epoch is refused.
 */
export type JobTransition = { now: number } & (
  | { type: 'submit'; job: NewJob }
  | ({ type: 'claim' } & Claimant)
  /** A claim of a job whose holder did not answer. */
  | ({ type: 'worker-lost' } & Claimant)
  | { type: 'checkpoint'; epoch: number; checkpoint: Checkpoint }
  /** A failed attempt; `retryAfterMs` undefined: repeating it would fail again. */
  | {
      type: 'failure';
      epoch: number;
      kind: ErrorKind;
      message: string;
      retryAfterMs: number | undefined;
    }
  /** The worker is drained or preempted. */
  | { type: 'interruption'; epoch: number }
  | { type: 'success'; epoch: number; outputs: Artifact[]; metrics: Record<string, number> }
  | { type: 'cancel-request' }
  /** The holder has stopped because of a cancel request. */
  | { type: 'cancelled'; epoch: number }
  /** The deadline passed; a running job only from its holder, under its epoch. */
  | { type: 'deadline'; epoch?: number }
  /** Makes a new job from one that failed or was cancelled. */
  | { type: 'retry'; id: string; requestId: string }
);

/** What must follow a written record, in this order. */
export type Effect =
  /** Publish the record as a state event. */
  | { type: 'announce' }
  /** Publish the newest checkpoint as an event. */
  | { type: 'announce-checkpoint' }
  | { type: 'add-token' }
  /** By the holder: ack. By anybody else: purge. */
  | { type: 'remove-token' }
  /** By the holder: nak with this delay, in milliseconds. */
  | { type: 'return-token'; delayMs: number };

/**
 * Why nothing was changed: there is no record; there is one already; it has ended; it has not; it has
 * succeeded; the sender does not hold it; it is not waiting; its back-off or deadline is still ahead.
 */
export type Rejection =
  | 'missing'
  | 'exists'
  | 'ended'
  | 'not-ended'
  | 'succeeded'
  | 'not-held'
  | 'not-queued'
  | 'not-running'
  | 'already-requested'
  | 'too-early';

/** The record to write and what follows; or why there is nothing to write. */
export type Transition =
  | { record: Job; effects: Effect[]; rejected?: undefined }
  | { rejected: Rejection; record?: undefined };
