export { pairwiseDistances } from './distances.js';
export { relationalAngleLoss, relationalDistanceLoss, type Tuples } from './losses.js';
