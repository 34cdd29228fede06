import {
  add,
  argSort,
  checkShapes,
  gather,
  logSoftmax,
  mean,
  mul,
  neg,
  noGrad,
  pow,
  reshape,
  slice,
  sub,
  tensor,
  type Tensor,
} from '@polymath/tensor';
import { checkCounts, checkPositive } from '../classifier/settings.js';
import { pairwiseDistances } from '../relational/distances.js';

/** Settings of {@link hardDarkRankLoss}. */
export interface DarkRankSettings {
  /** Scale of the scores, > 0; 2 in the published runs. */
  alpha: number;
  /** Power of the distances, > 0; 3 in the published runs. */
  beta: number;
  /** How many of the nearest samples are ranked, at least 2; 4 in the published runs. */
  length: number;
}

/** The settings of the published runs. */
export const darkRankDefaults: DarkRankSettings = { alpha: 2, beta: 3, length: 4 };

/**
 * HardDarkRank (Chen et al. 2018, section 3.3): the teacher ranks the `length` nearest samples π_1, π_2, ... of each sample i, and
 * the student is to give that order the largest likelihood (Plackett and Luce),
 *     score(i, j) = -alpha · ‖x_i - x_j‖^beta
 *     L = - mean over i of Σ_m ( score(i, π_m) - ln Σ_(n ≥ m) exp score(i, π_n) )
 * @param student embeddings, [samples, features]; more than `length` samples
 * @param teacher embeddings of the same samples, [samples, teacherFeatures]; constants
 * @returns scalar, in nats
 */
export function hardDarkRankLoss(
  student: Tensor,
  teacher: Tensor,
  { alpha, beta, length }: DarkRankSettings = darkRankDefaults,
): Tensor {
  checkPositive({ alpha, beta });
  checkCounts({ length }, 2);
  const sizes = checkShapes({
    student: [student, 'samples features'],
    teacher: [teacher, 'samples teacherFeatures'],
  });
  const samples = sizes['samples'] ?? 0;
  checkCounts({ 'number of samples': samples }, length + 1);
  const nearest = noGrad(() => nearestPlaces(pairwiseDistances(teacher), length));
  const flat = reshape(pairwiseDistances(student), [samples * samples]);
  const distances = reshape(gather(flat, nearest), [samples, length]);
  return neg(mean(orderLogLikelihood(mul(pow(distances, beta), -alpha))));
}

/**
 * ln of the probability that items are drawn in the order in which they lie, each among those that are left, in proportion to
 * exp(score).
 * @param scores [samples, length]
 * @returns [samples]
 */
function orderLogLikelihood(scores: Tensor): Tensor {
  const [samples = 0, length = 0] = scores.shape;
  const draws = Array.from({ length: length - 1 }, (_, m) => {
    const left = slice(scores, [0, m], [-1, -1]);
    return slice(logSoftmax(left), [0, 0], [-1, 1]); // [samples, 1]
  });
  return reshape(draws.reduce(add), [samples]);
}

/** Where the nearest others of each sample lie in [samples · samples], nearest first: int32, [samples · length]. */
function nearestPlaces(distances: Tensor, length: number): Tensor {
  const [samples = 0] = distances.shape;
  const self = new Float32Array(samples * samples);
  for (let i = 0; i < samples; i++) self[i * (samples + 1)] = -Infinity;
  const order = argSort(sub(tensor(self, [samples, samples]), distances), length);
  const starts = Int32Array.from({ length: samples }, (_, i) => i * samples);
  const places = add(order, tensor(starts, [samples, 1])); // [samples, length]
  return reshape(places, [samples * length]);
}
