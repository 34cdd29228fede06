export { inferenceDefinition } from './oip/decode-infer-request.js';
export {
  startModels,
  type ComputeWithFile,
  type Models,
  type ModelsOptions,
} from './start-models.js';
export { datatypeOf } from './oip/datatypes.js';
export type { FoundVersion } from './registry/registry.js';
export { defaultModelSettings, type ModelSettings } from './settings.js';
export type { BatchSettings } from './serving/batcher.js';
export type { ComputedBatch, LoadedModels, ModelObserver } from './serving/model-observer.js';
export type { JobModel, ModelOfJob } from './registry/new-version.js';
export {
  allModelRecords,
  maxModelBytes,
  openModelRecords,
  type ModelRecords,
} from './registry/records.js';
