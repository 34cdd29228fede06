import type { Matrix } from './matrix.js';

/**
 * Which columns of a matrix have a negative entry of largest magnitude (the first of them, if several): singular vectors are
 * determined up to their sign, which differs between libraries, so ours all make that entry positive.
 */
function negativeColumns({ rows, columns, values }: Matrix): boolean[] {
  return Array.from({ length: columns }, (_, j) => {
    let largest = 0;
    for (let i = 0; i < rows; i++) {
      const value = values[i * columns + j]!;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    return largest < 0;
  });
}

/**
 * Makes the entry of largest magnitude of each column positive, in place; the columns of `companions` (the other side's
 * singular vectors) change sign together with those of `vectors`.
 */
export function fixSigns(vectors: Matrix, ...companions: readonly Matrix[]): void {
  const negative = negativeColumns(vectors);
  for (const { rows, columns, values } of [vectors, ...companions]) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) if (negative[j]) values[i * columns + j]! *= -1;
    }
  }
}
