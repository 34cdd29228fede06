import {
  matMul,
  maximum,
  mean,
  mul,
  noGrad,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  add,
  transpose,
  type Tensor,
} from '@polymath/tensor';

/** Samples that are closer count as coincident: they have this distance, and no gradient. */
export const shortestDistance = 1e-6;

/**
 * Euclidean distances of all pairs, dist(i, j) = ‖x_i - x_j‖, by |x_i|² + |x_j|² - 2·x_i·x_j. Exactly 0 on the diagonal, at least
 * {@link shortestDistance} elsewhere; the gradient is finite everywhere.
 * @param x [samples, features]
 * @returns [samples, samples]
 */
export function pairwiseDistances(x: Tensor): Tensor {
  const [samples = 0] = x.shape;
  // Distances do not see the mean, and without it fewer digits are lost.
  const centred = sub(
    x,
    noGrad(() => mean(x, 0, true)),
  );
  const lengths = sum(square(centred), -1, true); // [samples, 1]
  const products = matMul(centred, centred, { transposeB: true }); // [samples, samples]
  const squared = sub(add(lengths, transpose(lengths)), mul(products, 2));
  return mul(sqrt(maximum(squared, shortestDistance ** 2)), offDiagonal(samples));
}

/** 0 on the diagonal, 1 elsewhere: [size, size]. */
function offDiagonal(size: number): Tensor {
  const values = new Float32Array(size * size).fill(1);
  for (let i = 0; i < size; i++) values[i * (size + 1)] = 0;
  return tensor(values, [size, size]);
}
