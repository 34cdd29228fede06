import { rowOf, type Rows } from '../preprocessing/index.js';

/** How features are brought to mean 0 and standard deviation 1, after a logarithm if there is one. */
export interface Standardizer {
  /** Added before the logarithm, above 0; 0: no logarithm is taken. */
  logFloor: number;
  /** [features] */
  mean: Float32Array;
  /** [features], above 0 */
  deviation: Float32Array;
}

/** Share of the mean feature that is added before a logarithm. */
const floorShare = 1e-3;

/**
 * Learns mean and deviation from training features. With `logarithm`, of ln(max(f, 0) + c), c being 10⁻³ of the mean over all features:
 * gains then shift features instead of stretching them. A feature that never changes is divided by 1.
 */
export function learnStandardizer(features: Rows, logarithm: boolean): Standardizer {
  const { count, length, values } = features;
  const logFloor = logarithm ? Math.max(floorShare * meanOf(values), Number.MIN_VALUE) : 0;
  const [sums, squares] = [new Float64Array(length), new Float64Array(length)];
  for (let k = 0; k < values.length; k++)
    sums[k % length]! += levelOf(values[k]!, logFloor) / count;
  for (let k = 0; k < values.length; k++) {
    squares[k % length]! += (levelOf(values[k]!, logFloor) - sums[k % length]!) ** 2 / count;
  }
  const deviation = Float32Array.from(squares, (square) => Math.sqrt(square) || 1);
  return { logFloor, mean: Float32Array.from(sums), deviation };
}

/** Standardised features. */
export function standardizeFeatures(features: Rows, standardizer: Standardizer): Rows {
  const { mean, deviation, logFloor } = standardizer;
  const values = new Float32Array(features.values.length);
  for (let i = 0; i < features.count; i++) {
    const row = rowOf(features, i);
    const place = i * features.length;
    for (let j = 0; j < row.length; j++) {
      values[place + j] = (levelOf(row[j]!, logFloor) - mean[j]!) / deviation[j]!;
    }
  }
  return { ...features, values };
}

const levelOf = (value: number, logFloor: number) =>
  logFloor > 0 ? Math.log(Math.max(value, 0) + logFloor) : value;

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
