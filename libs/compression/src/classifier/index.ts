export { BestParameters } from './best-parameters.js';
export { accuracyOf, confusionOf, countCorrect } from './evaluate.js';
export { type OptimizerConfig } from './optimizer.js';
export { evaluation, type Evaluation } from './evaluation.js';
export {
  arraySource,
  evaluationBatches,
  tensorSource,
  type InputSource,
  type LabelledSource,
} from './input-source.js';
export { lenet5 } from './lenet5.js';
export { mlp, type MlpShape } from './mlp.js';
export { resnet, resnet14, resnet20, resnet56, type ResidualShape } from './resnet.js';
export { smallCnn, type SmallCnnShape } from './small-cnn.js';
export {
  trainClassifier,
  type ClassifierConfig,
  type ClassifierData,
  type ClassifierTraining,
} from './train.js';
export { wideResnet, type WideResidualShape } from './wide-resnet.js';
