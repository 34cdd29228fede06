import {
  batchMatMul,
  checkShapes,
  div,
  mul,
  noGrad,
  reshape,
  smoothL1,
  sub,
  sum,
  unitVectors,
  type Tensor,
} from '@polymath/tensor';
import { checkCounts } from '../classifier/settings.js';
import { pairwiseDistances, shortestDistance } from './distances.js';

/**
 * What the mean of a relational loss goes over: `all` ordered pairs or triples, degenerate ones included, as in the published code,
 * to which the published weights belong; or `distinct` samples only, as in the paper.
 */
export type Tuples = 'all' | 'distinct';

/**
 * Distance-wise relational loss (Park et al. 2019, equations 5 to 7), with h the Huber function of delta 1:
 *     ψ(i, j) = ‖x_i - x_j‖ / (mean of the distances of distinct samples)
 *     L_D = mean over pairs of h( ψ_student(i, j) - ψ_teacher(i, j) )
 * Unchanged by rotation, shift and scale of either side.
 * @param student embeddings, [samples, features]; at least 2 samples
 * @param teacher embeddings of the same samples, [samples, teacherFeatures]; constants
 * @returns scalar
 */
export function relationalDistanceLoss(
  student: Tensor,
  teacher: Tensor,
  tuples: Tuples = 'all',
): Tensor {
  const samples = samplesOf(student, teacher, 2);
  const wanted = noGrad(() => relativeDistances(teacher));
  const loss = smoothL1(relativeDistances(student), wanted);
  return tuples === 'all' ? loss : mul(loss, samples / (samples - 1));
}

/**
 * Angle-wise relational loss (Park et al. 2019, equations 8 and 9), with h the Huber function of delta 1:
 *     e_ij = (x_j - x_i) / ‖x_j - x_i‖     cos(i; j, k) = e_ij · e_ik
 *     L_A = mean over triples of h( cos_student(i; j, k) - cos_teacher(i; j, k) )
 * Unchanged by rotation, shift and scale of either side. Forms samples² · features and samples³ numbers.
 * @param student embeddings, [samples, features]; at least 3 samples
 * @param teacher embeddings of the same samples, [samples, teacherFeatures]; constants
 * @returns scalar
 */
export function relationalAngleLoss(
  student: Tensor,
  teacher: Tensor,
  tuples: Tuples = 'all',
): Tensor {
  const samples = samplesOf(student, teacher, 3);
  const wanted = noGrad(() => cosines(teacher));
  const loss = smoothL1(cosines(student), wanted);
  if (tuples === 'all') return loss;
  return mul(loss, samples ** 2 / ((samples - 1) * (samples - 2)));
}

/** ψ, [samples, samples]. */
function relativeDistances(x: Tensor): Tensor {
  const [samples = 0] = x.shape;
  const distances = pairwiseDistances(x);
  return div(distances, mul(sum(distances), 1 / (samples * (samples - 1))));
}

/** cos(i; j, k), [samples, samples, samples]; 0 where i coincides with j or k. */
function cosines(x: Tensor): Tensor {
  const [samples = 0, features = 0] = x.shape;
  const ends = reshape(x, [1, samples, features]);
  const vertices = reshape(x, [samples, 1, features]);
  const directions = unitVectors(sub(ends, vertices), shortestDistance); // [vertex, end, features]
  return batchMatMul(directions, directions, { transposeB: true });
}

function samplesOf(student: Tensor, teacher: Tensor, least: number): number {
  const sizes = checkShapes({
    student: [student, 'samples features'],
    teacher: [teacher, 'samples teacherFeatures'],
  });
  const samples = sizes['samples'] ?? 0;
  checkCounts({ 'number of samples': samples }, least);
  return samples;
}
