import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Engine } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Signature } from '@polymath/contracts/polymath/models/v1/models';
import type { Picture, Report } from '@polymath/tensor';
import type { WireTensor } from './program.js';
import type { WireError } from './wire-error.js';

/** When a job's checkpoints are due. */
export interface CheckpointPlan {
  /** The least time between two, in milliseconds; never less than ten times what one costs. */
  everyMs: number;
  /** Instead after each so many reports, whatever they cost: for tests. */
  everyReports?: number;
}

/** What begins an exchange with the engine process; all its further messages carry the same id. */
export type Opening =
  | { type: 'job'; kind: string; spec: Uint8Array; folder: string; checkpoints: CheckpointPlan }
  | { type: 'call'; name: string; request: Uint8Array; folder: string }
  | { type: 'model'; kind: string; path: string }
  | { type: 'describe' };

/** What follows in an exchange, to the engine process. */
export type FollowUp =
  /** To a job: its inputs, and the checkpoint to go on from, are in place. */
  | { type: 'start'; checkpoint: string | undefined }
  /** To a job: end; with a last checkpoint or at once. */
  | { type: 'stop'; save: boolean }
  /** To a call: compute the next response. The inputs are in place. */
  | { type: 'pull' }
  /** To a model: compute. */
  | { type: 'predict'; inputs: readonly WireTensor[] }
  /** To a call or a model: nobody wants more. */
  | { type: 'leave' };

/** A file that a job has written. */
export interface OutputFile {
  name: string;
  mediaType: string;
  path: string;
}

/** What the engine process says in an exchange. */
export type Answer =
  | { type: 'inputs'; artifacts: Artifact[] }
  | { type: 'progress'; report: Omit<Report, 'preview' | 'note'> }
  | { type: 'preview'; picture: Picture }
  | { type: 'checkpoint'; path: string; phase: string; step: number }
  | { type: 'note' | 'warning'; text: string }
  | { type: 'item'; value: Uint8Array }
  | { type: 'loaded'; signature: Signature; sizeBytes: number }
  | { type: 'predicted'; outputs: readonly WireTensor[] }
  | { type: 'refused'; error: WireError }
  | LastAnswer;

/** What ends an exchange. */
export type LastAnswer =
  | { type: 'done'; metrics: Record<string, number>; outputs: OutputFile[]; rssBytes: number }
  | { type: 'stopped' }
  | { type: 'end' }
  | { type: 'description'; engine: Engine }
  | { type: 'failed'; error: WireError };

/** A message to the engine process. */
export type ToEngine = { id: number } & (Opening | FollowUp);

/** A message from the engine process; the first says that it is ready. */
export type FromEngine = { type: 'ready' } | ({ id: number } & Answer);

/** Whether an answer ends its exchange. */
export function isLast(answer: Answer): answer is LastAnswer {
  return ['done', 'stopped', 'end', 'description', 'failed'].includes(answer.type);
}
