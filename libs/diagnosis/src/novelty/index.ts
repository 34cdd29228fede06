export { auroc } from './auroc.js';
export {
  fitNovelty,
  noveltyDefaults,
  noveltyParts,
  noveltyScores,
  type KnownWindows,
  type NoveltyDetector,
  type NoveltySettings,
} from './detector.js';
export { noveltyFrom, noveltySnapshot } from './detector-file.js';
export { fitGaussian, inverseRoot, mahalanobis, type Gaussian } from './gaussian.js';
export { quantileOf } from './quantile.js';
export { coordinatesIn, principalSubspace, type Subspace } from './subspace.js';
