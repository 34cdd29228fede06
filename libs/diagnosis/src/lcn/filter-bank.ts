import { matrix, matrixProduct } from '@polymath/tensor';
import type { Filters } from '../nsae/index.js';
import type { Projection } from '../preprocessing/index.js';

/** Filters that act on raw segments: z = F·s - b, with F = W·V and b = W·V·μ. */
export interface FilterBank extends Filters {
  /** b, [outputs] */
  offsets: Float32Array;
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
    offsets: Float32Array.from(offsets.values),
  };
}
