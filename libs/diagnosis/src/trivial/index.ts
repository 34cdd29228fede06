export { trivialFeatures, type TrivialKind } from './features.js';
export { trainTrivial, type TrivialTraining } from './train.js';
