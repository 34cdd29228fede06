import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { matrix, type Matrix } from './matrix.js';
import { matrixProduct } from './product.js';

/** Expects elements that differ by at most `tolerance`. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length);
  const differences = Array.from(actual, (value, i) => Math.abs(value - expected[i]!));
  expect(Math.max(...differences)).toBeLessThanOrEqual(tolerance);
}

/** Expects columns of length 1 at right angles. */
export function expectOrthonormal(m: Matrix, tolerance: number): void {
  const identity = new Float64Array(m.columns ** 2);
  for (let i = 0; i < m.columns; i++) identity[i * m.columns + i] = 1;
  expectClose(matrixProduct(m, m, { transposeA: true }).values, identity, tolerance);
}

/** A matrix of full rank without structure. */
export function wave(rows: number, columns: number): Matrix {
  const size = rows * columns;
  return matrix(
    rows,
    columns,
    Float64Array.from({ length: size }, (_, k) => Math.sin(k * k + k)),
  );
}

/** Decompositions by LAPACK; matrices as rows. Made by tools/golden/src/linalg.py. */
export const golden = JSON.parse(
  readFileSync(new URL('./golden/linalg.json', import.meta.url), 'utf8'),
) as {
  svd: { m: number[][]; values: number[]; left: number[][]; right: number[][] }[];
  symmetricEigen: { m: number[][]; values: number[]; vectors: number[][] };
};
