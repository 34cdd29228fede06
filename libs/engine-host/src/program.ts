import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Signature } from '@polymath/contracts/polymath/models/v1/models';
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

/** A dense tensor on its way between two processes. */
export interface WireTensor {
  name: string;
  /** As the Open Inference Protocol names it, e.g. `FP32`. */
  datatype: string;
  /** Sizes of the dimensions, outermost first. */
  shape: readonly number[];
  /** The elements as the protocol carries them raw: little-endian, row-major. */
  data: Uint8Array;
}

/** A model in the memory of the engine process. */
export interface ServableModel {
  /** What it takes and gives; a leading -1 in every shape lets calls be computed together. */
  readonly signature: Signature;
  /** What it holds in memory. */
  readonly sizeBytes: number;
  /**
   * Computes all outputs, in the order of the signature.
   * @param inputs one for each input of the signature, of its datatype and shape
   */
  predict(inputs: ReadonlyMap<string, WireTensor>): WireTensor[] | Promise<WireTensor[]>;
  dispose(): void;
}

/** How one kind of model is served, in the engine process. */
export interface ModelProgram {
  /** E.g. `classifier`. */
  readonly kind: string;
  /**
   * Reads a model from its file.
   * @throws invalid-input or corrupt-data when the file is no such model
   */
  load(path: string): ServableModel | Promise<ServableModel>;
}

// Programs of different specs stand in one list; each is only ever given what its own `decode` made.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyJobProgram = JobProgram<any>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyEngineCall = EngineCall<any>;
