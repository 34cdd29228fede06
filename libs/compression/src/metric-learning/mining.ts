import { PolymathError } from '@polymath/errors';
import { floatsOf, noGrad, tidy, type RandomStream, type Tensor } from '@polymath/tensor';
import { pairwiseDistances } from '../relational/distances.js';
import { distanceWeights } from './distance-weights.js';
import type { Triplets } from './triplet-loss.js';

/**
 * How a negative is found for each pair of a class. `semi-hard` (Schroff et al. 2015, section 3.2): the nearest that is farther from
 * the anchor than the positive is; the farthest of all if there is none. `distance-weighted` (Wu et al. 2017, section 3.1): drawn
 * with {@link distanceWeights}, for embeddings of length 1.
 */
export type Mining = 'semi-hard' | 'distance-weighted';

/** Samples among which triplets are sought. */
export interface MiningBatch {
  /** [samples, features]; constants */
  embeddings: Tensor;
  /** [samples] */
  labels: Int32Array;
}

/**
 * A triplet for every ordered pair of samples of one class, its negative found as `mining` says.
 * @param random drawn from where `mining` is `distance-weighted`, one number a pair
 * @throws invalid-input when the batch has no two samples of a class or no two classes
 */
export function mineTriplets(batch: MiningBatch, mining: Mining, random: RandomStream): Triplets {
  const { embeddings, labels } = batch;
  const [samples = 0, features = 0] = embeddings.shape;
  const distances = tidy(() => noGrad(() => floatsOf(pairwiseDistances(embeddings))));
  const choose = mining === 'semi-hard' ? semiHard : weighted(features, random);
  const found: [anchor: number, positive: number, negative: number][] = [];
  labels.forEach((label, a) => {
    const row = distances.subarray(a * samples, (a + 1) * samples);
    const negatives = placesWhere(labels, (other) => other !== label);
    if (negatives.length === 0) return;
    const lengths = negatives.map((place) => row[place]!);
    for (const p of placesWhere(labels, (other) => other === label)) {
      if (p !== a) found.push([a, p, negatives[choose(lengths, row[p]!)]!]);
    }
  });
  if (found.length === 0) throw noTriplet(labels);
  const column = (k: 0 | 1 | 2) => Int32Array.from(found, (triplet) => triplet[k]);
  return { anchors: column(0), positives: column(1), negatives: column(2) };
}

/** Chooses among negatives by their distances from an anchor and the distance of its positive; gives a place. */
type Choose = (distances: readonly number[], positive: number) => number;

/** The least distance above that of the positive, or the largest of all. */
const semiHard: Choose = (distances, positive) => {
  const farther = distances.filter((distance) => distance > positive);
  return distances.indexOf(farther.length > 0 ? Math.min(...farther) : Math.max(...distances));
};

/** One that is drawn in proportion to its weight. */
const weighted =
  (features: number, random: RandomStream): Choose =>
  (distances) => {
    const weights = distanceWeights(distances, features);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let left = (random.uint32() / 2 ** 32) * total;
    const place = weights.findIndex((weight) => (left -= weight) < 0);
    // Rounding may leave a trifle over after the last.
    return place >= 0 ? place : weights.findLastIndex((weight) => weight > 0);
  };

const placesWhere = (labels: Int32Array, holds: (label: number) => boolean): number[] =>
  [...labels.keys()].filter((place) => holds(labels[place]!));

const noTriplet = (labels: Int32Array) =>
  new PolymathError(
    'invalid-input',
    `expected two samples of a class and one of another in a batch, got classes ${labels.join(', ')}`,
  );
