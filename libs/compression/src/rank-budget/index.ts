export { largestRatio } from './largest-ratio.js';
export { ranksForTarget, type CompressionTarget } from './ranks-for-target.js';
