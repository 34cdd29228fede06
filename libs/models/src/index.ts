export { startModels, type Models, type ModelsOptions } from './start-models.js';
export { defaultModelSettings, type ModelSettings } from './settings.js';
export type { BatchSettings } from './serving/batcher.js';
export type { ComputedBatch, LoadedModels, ModelObserver } from './serving/model-observer.js';
export type { JobModel, ModelOfJob } from './registry/new-version.js';
export { allModelRecords } from './registry/records.js';
