export { BestParameters } from './best-parameters.js';
export { accuracyOf, countCorrect, evaluationBatches } from './evaluate.js';
export { evaluation, type Evaluation } from './evaluation.js';
export {
  arraySource,
  batchesPerEpoch,
  batchPlaces,
  inOrder,
  tensorSource,
  type InputSource,
  type LabelledSource,
} from './input-source.js';
export { lenet5 } from './lenet5.js';
export { resnet14 } from './resnet14.js';
export {
  trainClassifier,
  type ClassifierConfig,
  type ClassifierData,
  type ClassifierTraining,
} from './train.js';
