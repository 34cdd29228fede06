export { auroc } from './auroc.js';
export {
  fitNovelty,
  noveltyDefaults,
  noveltyFrom,
  noveltyParts,
  noveltyScores,
  noveltySnapshot,
  quantileOf,
  type KnownWindows,
  type NoveltyDetector,
  type NoveltySettings,
} from './detector.js';
export { fitGaussian, inverseRoot, mahalanobis, type Gaussian } from './gaussian.js';
export { coordinatesIn, principalSubspace, type Subspace } from './subspace.js';
