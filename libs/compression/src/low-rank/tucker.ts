import { PolymathError } from '@polymath/errors';
import {
  float64sOf,
  fromMatrix,
  leadingColumns,
  leftSingular,
  matMul64,
  reshape64,
  tidy,
  type Float64Tensor,
  type Matrix,
} from '@polymath/tensor';
import { placesOf, spectraOfUnfolded, unfold } from './unfolding.js';
import type { Kernel, Sides, Spectrum } from './unfolding.js';

/** Settings of {@link tucker2}. */
export interface TuckerOptions {
  /** Stop when a sweep changes the relative error by less; default 1e-4, as TensorLy's `partial_tucker`. */
  tolerance?: number;
  /** At most so many sweeps, from 0 (HOSVD alone); default 100, as TensorLy's. */
  maxSweeps?: number;
  /** The kernel's spectra, if they are known already. */
  spectra?: Sides<Spectrum>;
}

/** K[h, w, i, o] ≈ Σ_a Σ_b core[h, w, a, b] · in[i, a] · out[o, b]. */
export interface Tucker2 {
  /** [rows, columns, rank in, rank out] */
  readonly core: Kernel & { readonly values: Float64Array };
  /** A and B, [channels, rank] with orthonormal columns; undefined, for the identity, where the rank is the number of channels. */
  readonly factors: Partial<Sides<Matrix>>;
  /** ‖K - K̂‖ / ‖K‖ by Frobenius norms after HOSVD and after each sweep; never rises. Rounding hides what is below 1e-8. */
  readonly errors: readonly number[];
}

// TensorLy compares errors from its third sweep on.
const fewestSweeps = 3;

/**
 * Tucker-2 decomposition of a convolution's kernel over its channels (Kim et al., ICLR 2016, section 3.1): HOSVD, then sweeps
 * of HOOI in double precision. Each sweep takes
 *
 *     B = the first R_out left singular vectors of the unfolding of K ×_in Aᵀ over the outputs
 *     A = the first R_in left singular vectors of the unfolding of K ×_out Bᵀ over the inputs
 *
 * and, the factors being orthonormal, ‖K - K̂‖² = ‖K‖² - ‖core‖².
 *
 * @throws invalid-input when a rank is not from 1 to its channels, or above places times the other rank
 */
export function tucker2(
  kernel: Kernel,
  ranks: Sides<number>,
  options: TuckerOptions = {},
): Tucker2 {
  checkRanks(kernel, ranks);
  const { tolerance = 1e-4, maxSweeps = 100 } = options;
  return tidy(() => {
    const unfolded = unfold(kernel); // [in, places, out]
    const total = squaredNorm(kernel.values);
    const errorOf = (core: Float64Array) =>
      total > 0 ? Math.sqrt(Math.max(total - squaredNorm(core), 0) / total) : 0;

    let current = hosvd(unfolded, ranks, options.spectra);
    const { in: a, out: b } = current.factors;
    const errors = [a || b ? errorOf(current.core) : 0];
    // With one factor HOSVD is the optimum already.
    for (let sweep = 1; a && b && sweep <= maxSweeps; sweep++) {
      current = tidy(() => improve(unfolded, current.factors, ranks));
      errors.push(errorOf(current.core));
      const change = Math.abs(errors[sweep]! - errors[sweep - 1]!);
      if (sweep >= fewestSweeps && change < tolerance) break;
    }
    return { core: toKernel(current.core, kernel, ranks), factors: current.factors, errors };
  });
}

interface Approximation {
  factors: Partial<Sides<Matrix>>;
  /** [rank in, places, rank out] */
  core: Float64Array;
}

function hosvd(
  unfolded: Float64Tensor,
  ranks: Sides<number>,
  known: Sides<Spectrum> | undefined,
): Approximation {
  const [inputs, , outputs] = unfolded.shape;
  const decomposed = ranks.in !== inputs || ranks.out !== outputs;
  const spectra = decomposed ? (known ?? spectraOfUnfolded(unfolded)) : undefined;
  const factors: Partial<{ in: Matrix; out: Matrix }> = {};
  if (spectra && ranks.in < inputs!) factors.in = leadingColumns(spectra.in.vectors, ranks.in);
  if (spectra && ranks.out < outputs!) factors.out = leadingColumns(spectra.out.vectors, ranks.out);
  return { factors, core: coreOf(projectOut(unfolded, factors.out), factors.in) };
}

/** One sweep of HOOI. */
function improve(
  unfolded: Float64Tensor,
  { in: a }: Partial<Sides<Matrix>>,
  ranks: Sides<number>,
): Approximation {
  const overOut = leftSingular(projectIn(unfolded, a), { transpose: true, count: ranks.out });
  const out = leadingColumns(overOut.vectors, ranks.out);
  const projected = projectOut(unfolded, out);
  const overIn = leftSingular(projected, { count: ranks.in });
  const inward = leadingColumns(overIn.vectors, ranks.in);
  return { factors: { in: inward, out }, core: coreOf(projected, inward) };
}

/** K ×_in Aᵀ as [rank in · places, out]. */
function projectIn(unfolded: Float64Tensor, a: Matrix | undefined): Float64Tensor {
  const [inputs, places, outputs] = unfolded.shape as [number, number, number];
  const overIn = reshape64(unfolded, [inputs, places * outputs]);
  const projected = a ? matMul64(fromMatrix(a), overIn, { transposeA: true }) : overIn;
  return reshape64(projected, [(a?.columns ?? inputs) * places, outputs]);
}

/** K ×_out Bᵀ as [in, places · rank out]. */
function projectOut(unfolded: Float64Tensor, b: Matrix | undefined): Float64Tensor {
  const [inputs, places, outputs] = unfolded.shape as [number, number, number];
  const overOut = reshape64(unfolded, [inputs * places, outputs]);
  const projected = b ? matMul64(overOut, fromMatrix(b)) : overOut;
  return reshape64(projected, [inputs, places * (b?.columns ?? outputs)]);
}

function coreOf(projected: Float64Tensor, a: Matrix | undefined): Float64Array {
  return float64sOf(a ? matMul64(fromMatrix(a), projected, { transposeA: true }) : projected);
}

/** From [rank in, places, rank out] to [rows, columns, rank in, rank out]. */
function toKernel(core: Float64Array, kernel: Kernel, ranks: Sides<number>): Tucker2['core'] {
  const places = placesOf(kernel);
  const values = new Float64Array(core.length);
  for (let place = 0; place < places; place++) {
    for (let a = 0; a < ranks.in; a++) {
      const from = (a * places + place) * ranks.out;
      values.set(core.subarray(from, from + ranks.out), (place * ranks.in + a) * ranks.out);
    }
  }
  const [rows, columns] = kernel.shape;
  return { shape: [rows, columns, ranks.in, ranks.out], values };
}

function checkRanks(kernel: Kernel, ranks: Sides<number>): void {
  const [, , inputs, outputs] = kernel.shape;
  const places = placesOf(kernel);
  const check = (side: 'in' | 'out', limit: number) => {
    const rank = ranks[side];
    if (Number.isInteger(rank) && rank >= 1 && rank <= limit) return;
    throw new PolymathError('invalid-input', `rank ${side} must be 1 to ${limit}, got ${rank}`);
  };
  check('in', inputs);
  check('out', outputs);
  // The core has no more independent columns, or rows, than that.
  check('in', places * ranks.out);
  check('out', places * ranks.in);
}

function squaredNorm(values: Float32Array | Float64Array): number {
  let total = 0;
  for (const value of values) total += value * value;
  return total;
}
