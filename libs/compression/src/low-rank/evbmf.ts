import { PolymathError } from '@polymath/errors';
import { minimizeBounded } from './brent.js';

/** What is estimated about a matrix that is a matrix of low rank plus Gaussian noise. */
export interface Evbmf {
  /** Number of singular values that rise above the noise; 0 when none does. */
  readonly rank: number;
  /** σ², the variance of the noise of an element. */
  readonly variance: number;
  /** The first `rank` singular values without the share of the noise, d; not meant to replace weights. */
  readonly shrunk: Float64Array;
}

/**
 * Global analytic solution of the empirical variational Bayesian matrix factorisation (Nakajima et al., JMLR 14, 2013): the
 * rank of an L x M matrix and the variance of its noise from its singular values. The variance minimises the free energy
 *
 *     F(σ²) = Σ_{x_h ≤ x_u} (x_h - log x_h) + Σ_{x_h > x_u} (x_h - τ(x_h) + log((τ(x_h) + 1) / x_h) + α log(τ(x_h) / α + 1))
 *
 * with x_h = s_h² / (M σ²), α = L / M, τ(x) = (x - (1 + α) + √((x - (1 + α))² - 4 α)) / 2, τ_u = 2.5129 √α and
 * x_u = (1 + τ_u)(1 + α / τ_u); a singular value counts when s_h² > M σ² x_u. Multiplying the matrix by c multiplies σ² by c²;
 * transposing it changes nothing.
 *
 * @param singularValues all min(rows, columns) of them, descending
 * @throws invalid-input when they are not as many, negative, not finite or not descending
 */
export function evbmf(singularValues: ArrayLike<number>, rows: number, columns: number): Evbmf {
  const [L, M] = [Math.min(rows, columns), Math.max(rows, columns)];
  const s = checked(singularValues, L);
  // One row says nothing about noise.
  if (L === 1) return { rank: 1, variance: 0, shrunk: s };
  if (s[0] === 0) return { rank: 0, variance: 0, shrunk: new Float64Array() };

  // Rounding leaves nothing below this; exact zeros would make the free energy -∞.
  const squares = s.map((value) => Math.max(value, Number.EPSILON * s[0]!) ** 2);
  const alpha = L / M;
  const tauBound = 2.5129 * Math.sqrt(alpha);
  const bound = (1 + tauBound) * (1 + alpha / tauBound);
  const interval = varianceInterval(squares, M, bound);
  const energy = (variance: number) => freeEnergy(squares, { M, alpha, bound, variance });
  const { x: variance } = minimizeBounded(energy, interval, 1e-12 * interval[1]);
  const rank = squares.filter((square) => square > M * variance * bound).length;
  return { rank, variance, shrunk: squares.subarray(0, rank).map((square) => shrink(square)) };

  function shrink(square: number): number {
    const rest = 1 - ((L + M) * variance) / square;
    const root = Math.sqrt(rest ** 2 - (4 * L * M * variance ** 2) / square ** 2);
    return (Math.sqrt(square) / 2) * (rest + root);
  }
}

/** Where the variance of the noise can lie: between what the smallest singular values and what all of them say. */
function varianceInterval(squares: Float64Array, M: number, bound: number): [number, number] {
  const L = squares.length;
  const largestRank = Math.min(Math.ceil(L / (1 + L / M)) - 1, L);
  const tail = squares.subarray(largestRank);
  const upper = sum(squares) / (L * M);
  const lower = Math.max(tail[0]! / (M * bound), sum(tail) / tail.length / M);
  return [Math.min(lower, upper), upper];
}

interface FreeEnergyTerms {
  M: number;
  alpha: number;
  /** x_u */
  bound: number;
  variance: number;
}

function freeEnergy(squares: Float64Array, { M, alpha, bound, variance }: FreeEnergyTerms): number {
  let energy = 0;
  for (const square of squares) {
    const x = square / (M * variance);
    energy += x - Math.log(x);
    if (x > bound) {
      const rest = x - (1 + alpha);
      const tau = (rest + Math.sqrt(rest ** 2 - 4 * alpha)) / 2;
      energy += Math.log(tau + 1) - tau + alpha * Math.log(tau / alpha + 1);
    }
  }
  return energy;
}

function checked(singularValues: ArrayLike<number>, count: number): Float64Array {
  const s = Float64Array.from(singularValues);
  const descending = s.every((value, i) => value >= 0 && value <= (s[i - 1] ?? Number.MAX_VALUE));
  if (s.length !== count || !descending) {
    const got = `${s.length}: ${s.slice(0, 4).join(', ')}${s.length > 4 ? ', ...' : ''}`;
    throw new PolymathError(
      'invalid-input',
      `expected ${count} singular values in descending order, got ${got}`,
    );
  }
  return s;
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
