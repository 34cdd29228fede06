export { artifactHandlers } from './artifact-handlers.js';
export { openArtifactStore, type ArtifactStore, type Description } from './artifact-store.js';
export type { Collected } from './collect.js';
export { startCollector, type Collector, type CollectorOptions } from './collector.js';
export { downloadTo, type DownloadOptions } from './download-to.js';
export type { StoreUse } from './measure-store.js';
export { namesIn } from './names-in.js';
export {
  uploadFile,
  type ArtifactClient,
  type OnTransferred,
  type UploadOptions,
} from './upload-file.js';

// What follows is for libraries that keep files of their own beside the blobs.
export { syncFolder, writeBlob } from './write-blob.js';
