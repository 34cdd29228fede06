import { matrix, symmetricEigen } from '@polymath/tensor';

/** A cloud of points by its mean and spread. */
export interface Gaussian {
  /** [dimensions] */
  mean: Float64Array;
  /** R with RᵀR the inverse covariance: [dimensions · dimensions] */
  root: Float64Array;
}

/** Below this share of its largest variance a direction counts as that wide. */
const narrowest = 1e-9;

/**
 * Fits mean and covariance, shrunk towards its diagonal: (1 - s)·C + s·diag C.
 * @param points rows of [dimensions]
 * @param shrinkage s, 0 to 1
 */
export function fitGaussian(points: Float64Array, dimensions: number, shrinkage: number): Gaussian {
  const count = points.length / dimensions;
  const mean = new Float64Array(dimensions);
  points.forEach((value, k) => (mean[k % dimensions]! += value / count));
  const covariance = new Float64Array(dimensions ** 2);
  for (let i = 0; i < count; i++) {
    const row = points.subarray(i * dimensions, (i + 1) * dimensions);
    for (let a = 0; a < dimensions; a++) {
      for (let b = 0; b < dimensions; b++) {
        covariance[a * dimensions + b]! += ((row[a]! - mean[a]!) * (row[b]! - mean[b]!)) / count;
      }
    }
  }
  return { mean, root: inverseRoot(covariance, dimensions, shrinkage) };
}

/** R with RᵀR the inverse of a covariance that is shrunk towards its diagonal. */
export function inverseRoot(
  covariance: Float64Array,
  dimensions: number,
  shrinkage: number,
): Float64Array {
  const shrunk = covariance.map((value, k) =>
    k % (dimensions + 1) === 0 ? value : (1 - shrinkage) * value,
  );
  const { values, vectors } = symmetricEigen(matrix(dimensions, dimensions, shrunk));
  const floor = Math.max(narrowest * values[0]!, Number.MIN_VALUE);
  const root = new Float64Array(dimensions ** 2);
  for (let a = 0; a < dimensions; a++) {
    const scale = 1 / Math.sqrt(Math.max(values[a]!, floor));
    for (let b = 0; b < dimensions; b++) {
      root[a * dimensions + b] = scale * vectors.values[b * dimensions + a]!;
    }
  }
  return root;
}

/** The Mahalanobis distance of a point, ‖R·(x - mean)‖. */
export function mahalanobis({ mean, root }: Gaussian, point: ArrayLike<number>): number {
  const { length } = mean;
  let squares = 0;
  for (let a = 0; a < length; a++) {
    let sum = 0;
    for (let b = 0; b < length; b++) sum += root[a * length + b]! * (point[b]! - mean[b]!);
    squares += sum * sum;
  }
  return Math.sqrt(squares);
}
