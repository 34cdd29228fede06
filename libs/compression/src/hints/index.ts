export { hintLossHalfSum, hintLossMean } from './losses.js';
export { regressorGraph, type RegressorShape } from './regressor.js';
