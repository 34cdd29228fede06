export { balancedPlaces } from './balanced-places.js';
export { Batches, type BatchSettings } from './batches.js';
export { BatchPosition } from './batch-position.js';
export { readCifar, type CifarLabels } from './cifar.js';
export { ClassBatches, type ClassBatchSettings } from './class-batches.js';
export { readIdx, type ByteArray } from './idx.js';
export { imageTensor, labelTensor, type Normalization } from './image-tensors.js';
export {
  readLabelledImages,
  selectImages,
  splitImages,
  type LabelledImages,
} from './labelled-images.js';
export { readLabelledTable, selectRows, type LabelledTable } from './labelled-table.js';
export { classesOf, classNumbers, columnsOf, standardized } from './table-columns.js';
export { readMat, type MatArray, type MatOptions } from './mat/index.js';
export { readNpz } from './npz.js';
export { resize } from './resize.js';
export * from './signals/index.js';
