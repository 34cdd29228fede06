export {
  exportLayersModel,
  unsupportedLayers,
  type ExportOptions,
  type LayersModelFiles,
} from './export/export-layers-model.js';
export {
  importLayersModel,
  readLayersModel,
  type NetworkData,
} from './import/import-layers-model.js';
