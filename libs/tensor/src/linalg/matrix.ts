import { PolymathError } from '@polymath/errors';

/** A matrix of doubles outside the engine, row-major: element (i, j) is `values[i * columns + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/**
 * A matrix from its elements, row by row; a Float64Array is used as it is, not copied.
 * @throws invalid-input unless there are rows · columns finite elements, at least one
 */
export function matrix(rows: number, columns: number, elements: ArrayLike<number>): Matrix {
  const values = elements instanceof Float64Array ? elements : Float64Array.from(elements);
  const counted = Number.isInteger(rows) && Number.isInteger(columns) && rows > 0 && columns > 0;
  if (!counted || values.length !== rows * columns) {
    const size = `[${rows}, ${columns}]`;
    throw new PolymathError(
      'invalid-input',
      `expected the elements of a matrix ${size}, got ${values.length}`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const place = `(${Math.floor(bad / columns)}, ${bad % columns})`;
    throw new PolymathError(
      'invalid-input',
      `expected finite elements, got ${values[bad]} at ${place}`,
    );
  }
  return { rows, columns, values };
}

/** The transpose. */
export function transposed({ rows, columns, values }: Matrix): Matrix {
  const result = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j]!;
  }
  return { rows: columns, columns: rows, values: result };
}

/**
 * The first columns of a matrix.
 * @throws invalid-input when it has fewer
 */
export function leadingColumns({ rows, columns, values }: Matrix, count: number): Matrix {
  if (!Number.isInteger(count) || count < 1 || count > columns) {
    throw new PolymathError('invalid-input', `expected 1 to ${columns} columns, got ${count}`);
  }
  const result = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) {
    result.set(values.subarray(i * columns, i * columns + count), i * count);
  }
  return { rows, columns: count, values: result };
}
