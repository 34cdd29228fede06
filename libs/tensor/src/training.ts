import type { TensorData } from './tensor-data.js';

/** Anything that JSON can say. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A picture of what a training makes: raw pixels, row-major, channels innermost, 0 to 255. */
export interface Picture {
  title: string;
  width: number;
  height: number;
  channels: 1 | 3;
  pixels: Uint8Array;
}

/** What a training loop tells after a step. */
export interface Report {
  /** E.g. `fine-tune`; a training passes through one or more phases. */
  phase: string;
  /** Steps of this phase that are done, 1 to `steps`. */
  step: number;
  steps: number;
  metrics: Readonly<Record<string, number>>;
  preview?: Picture;
  /** A line for the job's log. */
  note?: string;
}

/** The whole state of a training: what it takes to continue exactly. */
export interface Snapshot {
  /** Weights, optimiser slots, running statistics, by dotted name. */
  tensors: ReadonlyMap<string, TensorData>;
  /** Position, random streams, best so far. */
  state: Json;
}

/**
 * A training loop that can be stopped and continued exactly: a snapshot taken between two reports, loaded into a fresh
 * training of the same configuration, goes on to the same bits as if it had never stopped. It knows no clock and no file.
 */
export interface Training {
  /**
   * Trains from the present state to the end, yielding a report after each step.
   * @throws the signal's reason, at the next step, when it is aborted
   */
  run(signal?: AbortSignal): AsyncGenerator<Report, void>;
  /** The state between two reports, or at the end of `run`. */
  save(): Snapshot;
  /** Takes over a state that `save` gave, before `run` is called. */
  load(snapshot: Snapshot): void;
  /** Frees all tensors. */
  dispose(): void;
}
