import {
  floatsOf,
  matMul,
  matrix,
  matrixProduct,
  symmetricEigen,
  sub,
  tensor,
  tidy,
  type Matrix,
} from '@polymath/tensor';
import type { Segments } from './rows.js';

/** What is done to a segment before the filters: V·(s - μ). */
export interface Projection {
  /** μ, [length] */
  mean: Float32Array;
  /** V, symmetric, [length · length] */
  matrix: Float32Array;
}

/** `whiten`: decorrelated and of variance 1, but for weak directions; `scale`: divided by one number, the standard deviation of all. */
export type ProjectionSettings = { kind: 'scale' } | { kind: 'whiten'; epsilon: number };

/**
 * Learns a projection from segments. Whitening is ZCA, V = E·(D + ε·d_max·I)^(-1/2)·Eᵀ with the covariance E·D·Eᵀ; ε relative to its
 * largest eigenvalue d_max keeps weak directions, which hold noise, from being blown up.
 * @throws invalid-input when all segments are one constant
 */
export function learnProjection(segments: Segments, settings: ProjectionSettings): Projection {
  const { mean, centred } = centre(segments);
  const covariance = matrixProduct(centred, centred, { transposeA: true });
  for (let i = 0; i < covariance.values.length; i++) covariance.values[i]! /= segments.count;
  const { length } = segments;
  if (settings.kind === 'scale') return { mean, matrix: scaled(covariance, length) };
  const { values, vectors } = symmetricEigen(covariance);
  const floor = settings.epsilon * values[0]!;
  const roots = values.map((value) => 1 / Math.sqrt(Math.max(value, 0) + floor));
  const half = matrix(
    length,
    length,
    vectors.values.map((value, k) => value * roots[k % length]!),
  );
  return {
    mean,
    matrix: Float32Array.from(matrixProduct(half, vectors, { transposeB: true }).values),
  };
}

/** Segments after a projection: V·(s - μ) each. */
export function project(segments: Segments, { mean, matrix: values }: Projection): Segments {
  const { count, length } = segments;
  const projected = tidy(() => {
    const centred = sub(tensor(segments.values, [count, length]), tensor(mean));
    return floatsOf(matMul(centred, tensor(values, [length, length]), { transposeB: true }));
  });
  return { count, length, values: projected };
}

function centre({ count, length, values }: Segments): { mean: Float32Array; centred: Matrix } {
  const sums = new Float64Array(length);
  for (let k = 0; k < values.length; k++) sums[k % length]! += values[k]!;
  const mean = sums.map((sum) => sum / count);
  const centred = Float64Array.from(values, (value, k) => value - mean[k % length]!);
  return { mean: Float32Array.from(mean), centred: matrix(count, length, centred) };
}

function scaled(covariance: Matrix, length: number): Float32Array {
  let variance = 0;
  for (let i = 0; i < length; i++) variance += covariance.values[i * (length + 1)]! / length;
  const result = new Float32Array(length * length);
  for (let i = 0; i < length; i++) result[i * (length + 1)] = 1 / Math.sqrt(variance);
  return result;
}
