export { auroc } from './auroc.js';
export {
  fitNovelty,
  noveltyDefaults,
  noveltyParts,
  noveltyScores,
  type KnownWindows,
  type NoveltyDetector,
  type NoveltyPart,
  type NoveltySettings,
} from './detector.js';
export { noveltyFrom, noveltySnapshot } from './detector-file.js';
export { fitGaussian, inverseRoot, mahalanobis, type Gaussian } from './gaussian.js';
export { quantileOf } from './quantile.js';
export { coordinatesIn, distancesOutside, principalSubspace, type Subspace } from './subspace.js';
