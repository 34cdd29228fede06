import { matrix, matrixProduct, symmetricEigen } from '@polymath/tensor';
import type { Rows } from '../preprocessing/index.js';

/** The directions in which features vary most. */
export interface Subspace {
  /** [features] */
  mean: Float64Array;
  /** Orthonormal rows: [components · features] */
  axes: Float64Array;
  components: number;
}

/** Principal components of features, at most as many as there are features. */
export function principalSubspace(features: Rows, components: number): Subspace {
  const { count, length } = features;
  const kept = Math.min(components, length);
  const mean = new Float64Array(length);
  features.values.forEach((value, k) => (mean[k % length]! += value / count));
  const centred = matrix(
    count,
    length,
    Float64Array.from(features.values, (value, k) => value - mean[k % length]!),
  );
  const { vectors } = symmetricEigen(matrixProduct(centred, centred, { transposeA: true }));
  const axes = new Float64Array(kept * length);
  for (let c = 0; c < kept; c++) {
    for (let j = 0; j < length; j++) axes[c * length + j] = vectors.values[j * length + c]!;
  }
  return { mean, axes, components: kept };
}

/** Coordinates of features in a subspace: rows of [components]. */
export function coordinatesIn({ mean, axes, components }: Subspace, features: Rows): Float64Array {
  const { count, length, values } = features;
  const centred = matrix(
    count,
    length,
    Float64Array.from(values, (value, k) => value - mean[k % length]!),
  );
  return matrixProduct(centred, matrix(components, length, axes), { transposeB: true }).values;
}

/** How far features lie outside a subspace, ‖x - mean‖² - ‖coordinates‖² under the root: [windows]. */
export function distancesOutside(subspace: Subspace, features: Rows): Float64Array {
  const { mean, components } = subspace;
  const { count, length, values } = features;
  const inside = coordinatesIn(subspace, features);
  return Float64Array.from({ length: count }, (_, i) => {
    let squares = 0;
    for (let j = 0; j < length; j++) squares += (values[i * length + j]! - mean[j]!) ** 2;
    for (let c = 0; c < components; c++) squares -= inside[i * components + c]! ** 2;
    return Math.sqrt(Math.max(0, squares));
  });
}
