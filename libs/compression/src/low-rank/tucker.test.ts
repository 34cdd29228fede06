import { liveTensors, matrixProduct } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { tucker2, type Tucker2 } from './tucker.js';
import { goldenKernel, rebuild, wildKernel } from './testing.js';
import { spectraOf, type Kernel } from './unfolding.js';

const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0));

function trueError(result: Tucker2, kernel: Kernel): number {
  const rebuilt = rebuild(result, kernel);
  return norm(rebuilt.map((value, k) => value - kernel.values[k]!)) / norm(kernel.values);
}

const tail = (values: Float64Array, rank: number) => norm(values.subarray(rank)) ** 2;

describe('tucker2', () => {
  it('starts from the kernel of the golden values', () => {
    const { values } = goldenKernel();
    expect(values[0]).toBeCloseTo(0.6219858523, 9);
    expect(values.at(-1)).toBeCloseTo(-0.8252205327, 9);
    expect(norm(values)).toBeCloseTo(15.4200532702, 9);
  });

  // HOSVD, bounds by NumPy, sweeps by TensorLy's partial_tucker: tools/golden/src/low_rank.py.
  it.each([
    {
      out: 4,
      in: 3,
      hosvd: 0.0960883944,
      sweep: 0.0960856037,
      end: 0.0960856037,
      bounds: [0.095757496, 0.0965604943],
    },
    {
      out: 2,
      in: 2,
      hosvd: 0.287836994,
      sweep: 0.284341085,
      end: 0.2843397797,
      bounds: [0.2760940877, 0.3662300407],
    },
    {
      out: 1,
      in: 1,
      hosvd: 0.6367828151,
      sweep: 0.6365755456,
      end: 0.6365716078,
      bounds: [0.6110150317, 0.7414604009],
    },
  ])('agrees with the reference at ranks out $out and in $in', (golden) => {
    const kernel = goldenKernel();
    const { errors } = tucker2(kernel, golden, { tolerance: 1e-13 });
    expect(errors[0]).toBeCloseTo(golden.hosvd, 9);
    expect(errors[1]).toBeCloseTo(golden.sweep, 9);
    expect(errors.at(-1)).toBeCloseTo(golden.end, 9);
    const spectra = spectraOf(kernel);
    const tails = [tail(spectra.in.values, golden.in), tail(spectra.out.values, golden.out)];
    const [lower, upper] = [Math.max(...tails), tails[0]! + tails[1]!];
    const total = norm(kernel.values);
    expect(Math.sqrt(lower) / total).toBeCloseTo(golden.bounds[0]!, 9);
    expect(Math.sqrt(upper) / total).toBeCloseTo(golden.bounds[1]!, 9);
    expect(errors.at(-1)).toBeGreaterThanOrEqual(golden.bounds[0]!);
    expect(errors[0]).toBeLessThanOrEqual(golden.bounds[1]!);
  });

  it('keeps the kernel at full ranks', () => {
    const kernel = goldenKernel();
    const result = tucker2(kernel, { in: 6, out: 8 });
    expect(result).toEqual({ core: kernel, factors: {}, errors: [0] });
    expect(trueError(result, kernel)).toBeLessThan(1e-14);
  });

  it.each([
    { in: 3, out: 4 },
    { in: 6, out: 2 },
    { in: 2, out: 8 },
    { in: 5, out: 7 },
  ])('knows its error from the norms alone at ranks in $in and out $out', (ranks) => {
    const kernel = goldenKernel();
    const result = tucker2(kernel, ranks);
    expect(result.errors.at(-1)).toBeCloseTo(trueError(result, kernel), 12);
  });

  it('never gets worse by a sweep', () => {
    const kernel = wildKernel([3, 3, 9, 11]);
    for (const ranks of [
      { in: 2, out: 5 },
      { in: 4, out: 3 },
      { in: 1, out: 1 },
    ]) {
      const { errors } = tucker2(kernel, ranks, { tolerance: 0, maxSweeps: 30 });
      expect(errors).toHaveLength(31);
      errors.slice(1).forEach((error, i) => {
        expect(error).toBeLessThanOrEqual(errors[i]! + 1e-13);
      });
    }
  });

  it('has orthonormal factors', () => {
    const { factors } = tucker2(wildKernel([3, 3, 9, 11]), { in: 4, out: 5 });
    for (const factor of [factors.in!, factors.out!]) {
      const { values } = matrixProduct(factor, factor, { transposeA: true });
      const size = factor.columns;
      values.forEach((value, k) => {
        expect(value).toBeCloseTo(Number(Math.floor(k / size) === k % size), 12);
      });
    }
  });

  it('is exact for a kernel of such ranks', () => {
    const source = tucker2(wildKernel([3, 3, 9, 11]), { in: 2, out: 3 });
    const kernel = {
      shape: [3, 3, 9, 11],
      values: rebuild(source, wildKernel([3, 3, 9, 11])),
    } as const;
    expect(trueError(tucker2(kernel, { in: 2, out: 3 }), kernel)).toBeLessThan(1e-12);
  });

  it('survives a kernel of zeros', () => {
    const kernel: Kernel = { shape: [3, 3, 4, 5], values: new Float64Array(180) };
    expect(tucker2(kernel, { in: 2, out: 2 }).errors.at(-1)).toBe(0);
  });

  it('stops at HOSVD when no sweeps are allowed', () => {
    expect(tucker2(goldenKernel(), { in: 3, out: 4 }, { maxSweeps: 0 }).errors).toHaveLength(1);
  });

  it('refuses ranks that there are not', () => {
    const kernel = goldenKernel();
    expect(() => tucker2(kernel, { in: 7, out: 4 })).toThrow('rank in must be 1 to 6, got 7');
    expect(() => tucker2(kernel, { in: 3, out: 0 })).toThrow('rank out must be 1 to 8, got 0');
    const dense: Kernel = { shape: [1, 1, 6, 8], values: new Float64Array(48) };
    expect(() => tucker2(dense, { in: 2, out: 3 })).toThrow('rank out must be 1 to 2, got 3');
  });

  it('refuses elements that do not fill the shape', () => {
    const kernel: Kernel = { shape: [1, 1, 2, 2], values: new Float64Array(3) };
    expect(() => tucker2(kernel, { in: 1, out: 1 })).toThrow(
      'expected the elements of a kernel [1, 1, 2, 2], got 3',
    );
  });

  it('leaks no tensor', () => {
    tucker2(goldenKernel(), { in: 3, out: 4 });
    const before = liveTensors();
    tucker2(goldenKernel(), { in: 3, out: 4 });
    tucker2(goldenKernel(), { in: 2, out: 4 });
    expect(liveTensors()).toBe(before);
  });
});
