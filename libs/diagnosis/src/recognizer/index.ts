export { logitsOf, recognizerObjective, type RecognizerParameters } from './losses.js';
export { accuracyOf, confusionMatrix, largestOf, probabilitiesOf, scores } from './predict.js';
export { learnStandardizer, standardizeFeatures, type Standardizer } from './standardizer.js';
export {
  badRecognizerConfig,
  recognizerDefaults,
  trainRecognizer,
  type Recognizer,
  type RecognizerConfig,
  type RecognizerTraining,
} from './train.js';
