export { artifactHandlers } from './artifact-handlers.js';
export { openArtifactStore, type ArtifactStore, type Description } from './artifact-store.js';
export type { Collected } from './collect.js';
export { startCollector, type Collector, type CollectorOptions } from './collector.js';
export { downloadTo, type DownloadOptions } from './download-to.js';
export {
  uploadFile,
  type ArtifactClient,
  type OnTransferred,
  type UploadOptions,
} from './upload-file.js';
