import { floatsOf, matrix, matrixProduct, randomStream, svd, tidy } from '@polymath/tensor';

/** What becomes of a filter's response: max(0, z), the method's, or 1 / (1 + e⁻ᶻ), the traditional autoencoder's. */
export type Activation = 'relu' | 'sigmoid';

/** Filters as numbers: a segment s gives activation(W·s + b). */
export interface Filters {
  outputs: number;
  inputs: number;
  /** W, row-major: [outputs · inputs] */
  values: Float32Array;
  /** b, [outputs]; zeros unless given */
  biases?: Float32Array;
  /** `relu` unless given */
  activation?: Activation;
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
