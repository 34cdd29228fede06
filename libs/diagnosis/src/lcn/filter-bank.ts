import { matrix, matrixProduct } from '@polymath/tensor';
import type { Activation, Filters } from '../nsae/index.js';
import type { Projection } from '../preprocessing/index.js';

/** Filters that act on raw segments: z = F·s + b, with F = W·V and b less W·V·μ. */
export interface FilterBank extends Filters {
  biases: Float32Array;
  activation: Activation;
}

/** Folds a projection into filters, so that serving is one convolution. */
export function foldFilters(filters: Filters, projection: Projection): FilterBank {
  const { outputs, inputs } = filters;
  const product = matrixProduct(
    matrix(outputs, inputs, filters.values),
    matrix(inputs, inputs, projection.matrix),
  );
  const offsets = matrixProduct(product, matrix(inputs, 1, projection.mean));
  return {
    outputs,
    inputs,
    values: Float32Array.from(product.values),
    biases: Float32Array.from(offsets.values, (offset, j) => (filters.biases?.[j] ?? 0) - offset),
    activation: filters.activation ?? 'relu',
  };
}
