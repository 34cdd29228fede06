export { exportOnnx, type ExportOptions } from './export/export-onnx.js';
export { importOnnx, readOnnx, type NetworkData } from './import/import-onnx.js';
export { operatorSets } from './import/read-model.js';
export { supportedOperators } from './import/convert/convert.js';
