import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Training } from '@polymath/tensor';

/** The files of one job, in a folder of its own. */
export interface JobFiles {
  /** The path of an input that the program has named; for reading only. */
  input(artifact: Artifact): string;
  /**
   * A path to write a result to; the file becomes an output of the job under this name.
   * @throws internal when the name is not a plain file name or is taken
   */
  output(name: string, mediaType: string): string;
}

/** The figures of a finished job. */
export interface JobOutcome {
  metrics: Record<string, number>;
}

/** A job that is ready to run. */
export interface OpenJob {
  training: Training;
  /** Runs after the training's last step and writes the outputs. */
  finish(): JobOutcome | Promise<JobOutcome>;
}

/** How one kind of job is run, in the engine process. */
export interface JobProgram<Spec> {
  /** The RPC that makes such jobs, e.g. `CompressClassifier`. */
  readonly kind: string;
  decode(bytes: Uint8Array): Spec;
  /** Every artifact that the job will read. */
  inputs(spec: Spec): Artifact[];
  /** Reads the inputs and builds the training; `training.dispose` frees everything that was built. */
  open(spec: Spec, files: JobFiles): OpenJob | Promise<OpenJob>;
}

/** How an RPC that computes without a job is answered, in the engine process. */
export interface EngineCall<Request> {
  readonly name: string;
  decode(bytes: Uint8Array): Request;
  /** Every artifact that the call will read. */
  inputs(request: Request): Artifact[];
  /** The encoded responses; each is computed when the one before has been taken. */
  handle(
    request: Request,
    files: Pick<JobFiles, 'input'>,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
}

// Programs of different specs stand in one list; each is only ever given what its own `decode` made.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyJobProgram = JobProgram<any>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyEngineCall = EngineCall<any>;
