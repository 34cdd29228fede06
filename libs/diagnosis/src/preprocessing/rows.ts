import { invalidFields } from '@polymath/errors';

/** Pieces of signal of one length, one after the other. */
export interface Rows {
  count: number;
  /** Samples a row. */
  length: number;
  /** [count · length] */
  values: Float32Array;
}

/** Windows: what is classified, e.g. 1,200 samples. */
export type Windows = Rows;

/** Segments: what filters see of a window, e.g. 100 samples. */
export type Segments = Rows;

/** Windows with the place of each one's class in `classes`. */
export interface LabelledWindows extends Windows {
  /** [count], 0 to the number of classes - 1 */
  labels: Int32Array;
  classes: readonly string[];
}

/** The samples of one row, a view. */
export const rowOf = ({ length, values }: Rows, row: number): Float32Array =>
  values.subarray(row * length, (row + 1) * length);

/** Some rows, in the order of their places. */
export function selectRows(rows: Rows, places: ArrayLike<number>): Rows {
  const values = new Float32Array(places.length * rows.length);
  for (let i = 0; i < places.length; i++) values.set(rowOf(rows, places[i]!), i * rows.length);
  return { count: places.length, length: rows.length, values };
}

/** Some labelled windows, in the order of their places; all classes stay. */
export function selectWindows(windows: LabelledWindows, places: Int32Array): LabelledWindows {
  const labels = places.map((place) => windows.labels[place]!);
  return { ...selectRows(windows, places), labels, classes: windows.classes };
}

/**
 * Checks that windows have one label each, of a class that there is, and that all samples are finite.
 * @throws invalid-input that names everything wrong
 */
export function checkWindows({ count, length, values, labels, classes }: LabelledWindows): void {
  const bad: [string, boolean, string][] = [
    [
      'values',
      values.length !== count * length || values.length === 0,
      `must hold ${count} windows of ${length} samples, got ${values.length}`,
    ],
    ['values', !values.every(Number.isFinite), 'must be finite'],
    ['labels', labels.length !== count, `must be one a window (${count}), got ${labels.length}`],
    [
      'labels',
      labels.some((label) => label < 0 || label >= classes.length),
      `must lie in 0 to ${classes.length - 1}`,
    ],
    ['classes', classes.length < 2, `must be at least 2, got ${classes.length}`],
  ];
  const found = bad.filter(([, wrong]) => wrong);
  if (found.length === 0) return;
  throw invalidFields(found.map(([field, , description]) => ({ field, description })));
}
