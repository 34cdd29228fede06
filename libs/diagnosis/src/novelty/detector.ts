import { badCounts, badShares, badUnless, refuse } from '../checks.js';
import type { Rows } from '../preprocessing/index.js';
import { fitGaussian, mahalanobis, type Gaussian } from './gaussian.js';
import { quantileOf } from './quantile.js';
import { coordinatesIn, distancesOutside, principalSubspace, type Subspace } from './subspace.js';

/**
 * What makes a window novel: `doubt`, 1 - the largest probability; `distance` from the nearest class within the principal components; `residual`, the
 * distance outside of them.
 */
export type NoveltyPart = 'doubt' | 'distance' | 'residual';

/** Settings of {@link fitNovelty}. */
export interface NoveltySettings {
  /** Principal components, >= 1. */
  components: number;
  /** Of each class's covariance towards its diagonal, 0 to 1. */
  shrinkage: number;
  /** Share of known windows that count as known, 0 to 1. */
  quantile: number;
  /** What the score is the largest of, at least one, each once. */
  parts: readonly NoveltyPart[];
}

/** 20 components, shrinkage 0.3, the 99 % quantile, all parts. */
export const noveltyDefaults: NoveltySettings = {
  ...{ components: 20, shrinkage: 0.3, quantile: 0.99 },
  parts: ['doubt', 'distance', 'residual'],
};

/** What known windows look like. */
export interface NoveltyDetector {
  subspace: Subspace;
  /** One a class that has windows. */
  clouds: readonly Gaussian[];
  /** What 99 % of known windows stay below. */
  limits: Readonly<Record<NoveltyPart, number>>;
  /** What the score is the largest of. */
  parts: readonly NoveltyPart[];
}

/** Known windows. */
export interface KnownWindows {
  /** Logarithmic, standardised. */
  features: Rows;
  /** Calibrated. */
  probabilities: Rows;
  labels: Int32Array;
}

/**
 * Learns what is known: for each class a Gaussian on the first principal components of the features. Probabilities alone would be certain of an unknown
 * fault of large amplitude.
 * @param training what the clouds are fitted to
 * @param validation windows of the same classes on which the limits are set; the training windows unless given, which sets them too low
 * @throws invalid-input that names every bad setting
 */
export function fitNovelty(
  training: KnownWindows,
  settings: NoveltySettings = noveltyDefaults,
  validation: Pick<KnownWindows, 'features' | 'probabilities'> = training,
): NoveltyDetector {
  const { components, shrinkage, quantile, parts } = settings;
  const { features, labels } = training;
  refuse(
    badCounts({ components }),
    badShares({ quantile }),
    badUnless(
      shrinkage >= 0 && shrinkage <= 1,
      'shrinkage',
      `must lie in 0 to 1, got ${shrinkage}`,
    ),
    badUnless(
      parts.length > 0 && new Set(parts).size === parts.length,
      'parts',
      'must be at least one, each once',
    ),
    badUnless(
      labels.length === features.count,
      'labels',
      `must be one a window (${features.count}), got ${labels.length}`,
    ),
  );
  const subspace = principalSubspace(features, components);
  const points = coordinatesIn(subspace, features);
  const size = subspace.components;
  const clouds = [...new Set(labels)]
    .sort((a, b) => a - b)
    .map((label) => {
      const own = [...labels.keys()].filter((i) => labels[i] === label);
      const rows = own.flatMap((i) => [...points.subarray(i * size, (i + 1) * size)]);
      return fitGaussian(Float64Array.from(rows), size, shrinkage);
    });
  const unlimited = { subspace, clouds, limits: { distance: 1, doubt: 1, residual: 1 }, parts };
  const found = noveltyParts(unlimited, validation);
  const limit = (values: Float64Array) => Math.max(quantileOf(values, quantile), 1e-6);
  return {
    ...unlimited,
    limits: {
      distance: limit(found.distance),
      doubt: limit(found.doubt),
      residual: limit(found.residual),
    },
  };
}

/** Each part over its limit: [windows] each. */
export function noveltyParts(
  { subspace, clouds, limits }: NoveltyDetector,
  { features, probabilities }: Pick<KnownWindows, 'features' | 'probabilities'>,
): Record<NoveltyPart, Float64Array> {
  const points = coordinatesIn(subspace, features);
  const size = subspace.components;
  const each = (of: (i: number) => number) =>
    Float64Array.from({ length: features.count }, (_, i) => of(i));
  return {
    distance: each((i) => {
      const point = points.subarray(i * size, (i + 1) * size);
      return Math.min(...clouds.map((cloud) => mahalanobis(cloud, point))) / limits.distance;
    }),
    doubt: each((i) => {
      const { length, values } = probabilities;
      return (1 - Math.max(...values.subarray(i * length, (i + 1) * length))) / limits.doubt;
    }),
    residual: distancesOutside(subspace, features).map((value) => value / limits.residual),
  };
}

/** The score of each window, the largest of the detector's parts; above 1 the condition is unknown. */
export function noveltyScores(
  detector: NoveltyDetector,
  windows: Pick<KnownWindows, 'features' | 'probabilities'>,
): Float64Array {
  const found = noveltyParts(detector, windows);
  return Float64Array.from({ length: windows.features.count }, (_, i) =>
    Math.max(...detector.parts.map((part) => found[part][i]!)),
  );
}
