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
export { readNpz } from './npz.js';
export { resize } from './resize.js';
