/** Calls of a model that were computed together. */
export interface ComputedBatch {
  /** How long each of its calls waited before. */
  waitedSeconds: readonly number[];
  /** Rows of all its calls; a call of a model without a batch dimension counts as one. */
  rows: number;
  /** How long the engine process took. */
  seconds: number;
  failed: boolean;
}

/** Hears of the calls of models, by the kind of model, e.g. `classifier`: names of models are anybody's. */
export interface ModelObserver {
  batch(kind: string, batch: ComputedBatch): void;
  /** Too many calls waited already. */
  refused(kind: string): void;
}

/** An observer whom nothing interests. */
export const nobody: ModelObserver = { batch: () => undefined, refused: () => undefined };

/** What the models hold that are loaded now. */
export interface LoadedModels {
  versions: number;
  sizeBytes: number;
}
