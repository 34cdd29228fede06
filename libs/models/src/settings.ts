import type { BatchSettings } from './serving/batcher.js';

/** How the models of an area are kept and served. */
export interface ModelSettings {
  /** Copies that NATS keeps of the records. */
  replicas: number;
  /** What all loaded models may hold together. */
  memoryBytes: number;
  batching: BatchSettings;
}

/** Settings for one machine. */
export const defaultModelSettings: ModelSettings = {
  replicas: 1,
  memoryBytes: 1024 ** 3,
  batching: { maxBatch: 64, maxDelayMs: 0, queueLimit: 1024 },
};
