import { badUnless, refuse } from '../checks.js';
import type { Gaussian } from '../novelty/index.js';
import { Baseline } from './baseline.js';
import { cloudOf, MovingDistance, movingDistanceDefaults } from './moving-distance.js';
import { countsByBin, equalShareEdges } from './stability.js';

/** What a usable window says of its machine. */
export interface Observation {
  /** Of its features in the diagnoser's principal components, [components]. */
  coordinates: ArrayLike<number>;
  /** Above 0, as kurtosis. */
  rms: number;
  kurtosis: number;
  /** At least 0; above 1 the condition is unknown. */
  unknownScore: number;
}

/** Figures that are watched one by one, as logarithms: a gain then shifts them. */
export type Figure = 'rms' | 'kurtosis' | 'unknownScore';

/** What a machine is like at one operating point while it is healthy. Plain numbers. */
export interface Normal {
  /** That taught it. */
  windows: number;
  cloud: Gaussian;
  /** Of {@link MovingDistance}: what healthy windows stay below. */
  limit: number;
  /** Mean and standard deviation of each figure's logarithm. */
  figures: Record<Figure, { mean: number; deviation: number }>;
  /** Unknown scores, for the population stability index. */
  scores: { edges: number[]; counts: number[] };
}

/** So many windows at least: three for each of the usual 20 components. */
const fewest = 60;

/** √(χ²/20) of 20 components: 99.99 % of moving distances of independent windows lie below. */
const leastLimit = 1.62;

/** Windows that follow each other are alike, and a healthy machine wanders: what was seen while learning, and half as much again. */
const margin = 1.5;

/** Relative spread below which a figure counts as constant. */
const leastDeviation = 1e-3;

/**
 * Learns what a machine is like from windows of one operating point, in the order in which they came.
 * @throws invalid-input for fewer than 60
 */
export function learnNormal(observations: readonly Observation[]): Normal {
  const windows = observations.length;
  refuse(badUnless(windows >= fewest, 'windows', `must be at least ${fewest}, got ${windows}`));
  const baseline = new Baseline(observations[0]!.coordinates.length);
  for (const { coordinates } of observations) baseline.push(coordinates);
  const cloud = cloudOf(baseline, movingDistanceDefaults.shrinkage);
  const moving = new MovingDistance(cloud);
  const furthest = Math.max(...observations.map(({ coordinates }) => moving.push(coordinates)));
  const unknown = observations.map(({ unknownScore }) => unknownScore);
  const edges = equalShareEdges(unknown);
  const spread = (figure: Figure) => spreadOf(observations.map((each) => levelOf(each, figure)));
  return {
    ...{ windows, cloud, limit: Math.max(leastLimit, margin * furthest) },
    figures: {
      rms: spread('rms'),
      kurtosis: spread('kurtosis'),
      unknownScore: spread('unknownScore'),
    },
    scores: { edges, counts: countsByBin(unknown, edges) },
  };
}

/** The logarithm of a figure. */
export const levelOf = (observation: Observation, figure: Figure): number =>
  Math.log(Math.max(observation[figure], 1e-6));

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.max(leastDeviation, Math.sqrt(squares / (values.length - 1)));
  return { mean, deviation };
}
