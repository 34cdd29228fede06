import { floatsOf, matrix, matrixProduct, randomStream, svd, tidy } from '@polymath/tensor';

/** Filters as numbers: W, row-major. */
export interface Filters {
  outputs: number;
  inputs: number;
  /** [outputs · inputs] */
  values: Float32Array;
}

/**
 * Random filters whose rows (or, if they are more, whose columns) are orthonormal: U·Vᵀ of a Gaussian matrix, so that every rotation is
 * as likely as every other.
 */
export function orthonormalFilters(outputs: number, inputs: number, seed: number): Filters {
  const random = randomStream(seed, 'filters/start');
  const gaussian = tidy(() => floatsOf(random.normal([outputs, inputs])));
  const { left, right } = svd(matrix(outputs, inputs, gaussian));
  const product = matrixProduct(left, right, { transposeB: true });
  return { outputs, inputs, values: Float32Array.from(product.values) };
}
