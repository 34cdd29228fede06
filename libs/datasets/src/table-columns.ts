import { PolymathError } from '@polymath/errors';
import type { TableColumns } from '@polymath/tensor';
import type { LabelledTable } from './labelled-table.js';

/**
 * What a network that is trained on a table must keep of it: the mean and the standard deviation of each column over its rows (1
 * for a column whose values are all equal), and the names of the classes in the order of their numbers, or of the alphabet.
 */
export function columnsOf(table: LabelledTable): TableColumns {
  const { count, columns, features } = table;
  const width = columns.length;
  const over = (column: number, term: (value: number) => number) => {
    let sum = 0;
    for (let row = 0; row < count; row++) sum += term(features[row * width + column]!);
    return sum / count;
  };
  const mean = columns.map((_, column) => over(column, (value) => value));
  const standardDeviation = columns.map((_, column) => {
    const variance = over(column, (value) => (value - mean[column]!) ** 2);
    return variance > 0 ? Math.sqrt(variance) : 1;
  });
  return { mean, standardDeviation, classes: classesOf(table) };
}

/** The different classes, in the order of their numbers if all are numbers, else of their characters. */
export function classesOf({ labels }: Pick<LabelledTable, 'labels'>): string[] {
  const classes = [...new Set(labels)];
  const numbers = classes.every((name) => name !== '' && Number.isFinite(Number(name)));
  return numbers ? classes.sort((a, b) => Number(a) - Number(b)) : classes.sort();
}

/**
 * The features as a network reads them: (value - mean) / standardDeviation, [count, features].
 * @throws invalid-input when there are not as many means and deviations as features
 */
export function standardized(
  { columns, features }: LabelledTable,
  { mean, standardDeviation }: Pick<TableColumns, 'mean' | 'standardDeviation'>,
): Float32Array {
  const width = columns.length;
  if (mean.length !== width || standardDeviation.length !== width) {
    const got = `${mean.length} means and ${standardDeviation.length} deviations`;
    throw new PolymathError(
      'invalid-input',
      `expected a table of as many features as ${got}, got ${width}`,
    );
  }
  return features.map((value, i) => (value - mean[i % width]!) / standardDeviation[i % width]!);
}

/**
 * The number of each row's class, [count].
 * @throws invalid-input for a class that is not among `classes`
 */
export function classNumbers(
  { labels }: Pick<LabelledTable, 'labels'>,
  classes: readonly string[],
): Int32Array {
  const places = new Map(classes.map((name, place) => [name, place]));
  return Int32Array.from(labels, (label) => {
    const place = places.get(label);
    if (place !== undefined) return place;
    const known = classes.join(', ');
    throw new PolymathError('invalid-input', `class ${label} is none of the network's: ${known}`);
  });
}
