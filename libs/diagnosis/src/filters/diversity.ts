import { gram, matrix, matrixProduct, type Matrix } from '@polymath/tensor';
import type { Filters } from '../nsae/index.js';

/** How different filters are from each other. */
export interface Diversity {
  /** Mean of |cos| over all pairs. */
  meanCosine: number;
  /** Mean over filters of the largest |cos| with another one: whether each has a twin. */
  nearestTwin: number;
  /** ‖WᵀW - I‖ / √inputs. */
  orthonormalityError: number;
  /** Pairs by |cos|: equal bins from 0 to 1. */
  histogram: readonly number[];
}

/**
 * Diversity of filters, to be compared at equal numbers of filters only: more filters than inputs cannot all be orthogonal.
 * @param bins of the histogram
 */
export function diversityOf(filters: Filters, bins = 20): Diversity {
  const { outputs, inputs } = filters;
  const weights = matrix(outputs, inputs, filters.values);
  const cosines = cosinesOf(weights);
  const histogram = Array<number>(bins).fill(0);
  let [sum, twins] = [0, 0];
  for (let i = 0; i < outputs; i++) {
    let nearest = 0;
    for (let j = 0; j < outputs; j++) {
      if (i === j) continue;
      const cosine = Math.min(1, Math.abs(cosines[i * outputs + j]!));
      sum += cosine;
      nearest = Math.max(nearest, cosine);
      if (j > i) histogram[Math.min(bins - 1, Math.floor(cosine * bins))]!++;
    }
    twins += nearest;
  }
  const pairs = Math.max(1, outputs * (outputs - 1));
  return {
    meanCosine: sum / pairs,
    nearestTwin: twins / outputs,
    orthonormalityError: orthonormalityError(weights),
    histogram,
  };
}

/** Cosines of the angles between rows: [rows · rows]. A row of zeros is at right angles to all. */
function cosinesOf(weights: Matrix): Float64Array {
  const products = gram(weights);
  const size = products.rows;
  const lengths = Float64Array.from(
    { length: size },
    (_, i) => Math.sqrt(products.values[i * (size + 1)]!) || 1,
  );
  return products.values.map(
    (value, k) => value / lengths[Math.floor(k / size)]! / lengths[k % size]!,
  );
}

function orthonormalityError(weights: Matrix): number {
  const { values } = matrixProduct(weights, weights, { transposeA: true });
  let squares = 0;
  values.forEach((value, k) => {
    const [i, j] = [Math.floor(k / weights.columns), k % weights.columns];
    squares += (value - Number(i === j)) ** 2;
  });
  return Math.sqrt(squares / weights.columns);
}

/**
 * The mean over filters of the largest |correlation| with another one at any lag, both normalised: filters that are shifted copies of one
 * wave have a small cosine, but say the same once they are averaged over segments.
 */
export function nearestShiftedTwin({ outputs, inputs, values }: Filters): number {
  const rows = Array.from({ length: outputs }, (_, i) =>
    values.subarray(i * inputs, (i + 1) * inputs),
  );
  const lengths = rows.map((row) => Math.hypot(...row) || 1);
  const nearest = new Float64Array(outputs);
  for (let i = 0; i < outputs; i++) {
    for (let j = 0; j < i; j++) {
      const largest = largestCorrelation(rows[i]!, rows[j]!) / lengths[i]! / lengths[j]!;
      nearest[i] = Math.max(nearest[i]!, largest);
      nearest[j] = Math.max(nearest[j]!, largest);
    }
  }
  return nearest.reduce((sum, value) => sum + value, 0) / outputs;
}

function largestCorrelation(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (let lag = 1 - b.length; lag < a.length; lag++) {
    let sum = 0;
    for (let t = Math.max(0, -lag); t < b.length && t + lag < a.length; t++)
      sum += a[t + lag]! * b[t]!;
    largest = Math.max(largest, Math.abs(sum));
  }
  return largest;
}
