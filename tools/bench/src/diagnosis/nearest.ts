import { rowOf, type Rows } from '@polymath/diagnosis';

/** The distance of each row from its k-th nearest of the known rows. */
export function nearestDistances(known: Rows, rows: Rows, k: number): Float64Array {
  return Float64Array.from({ length: rows.count }, (_, i) => {
    const row = rowOf(rows, i);
    const squares = Float64Array.from({ length: known.count }, (__, j) => {
      const other = rowOf(known, j);
      let sum = 0;
      for (let c = 0; c < row.length; c++) sum += (row[c]! - other[c]!) ** 2;
      return sum;
    });
    return Math.sqrt(squares.sort()[k - 1]!);
  });
}
