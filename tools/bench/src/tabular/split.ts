import { arraySource, type LabelledSource } from '@polymath/compression';
import {
  classNumbers,
  columnsOf,
  selectRows,
  standardized,
  type LabelledTable,
} from '@polymath/datasets';
import { randomStream, type TableColumns } from '@polymath/tensor';

/** A table in parts, each standardised by the rows that are trained on. */
export interface SplitTable {
  columns: TableColumns;
  training: LabelledSource;
  validation: LabelledSource;
  test: LabelledSource;
}

/** Shuffles a table and splits it 7 : 1 : 2, as KegNet's experiments do with a single file. */
export function splitTable(table: LabelledTable, seed: number): SplitTable {
  const shuffled = inOrder(table, randomStream(seed, 'split').permutation(table.count));
  const first = Math.floor(0.7 * table.count);
  const second = Math.floor(0.1 * table.count);
  const training = selectRows(shuffled, 0, first);
  const columns = { ...columnsOf(training), classes: columnsOf(table).classes };
  const source = (part: LabelledTable): LabelledSource => ({
    ...arraySource(standardized(part, columns), [part.columns.length]),
    labels: classNumbers(part, columns.classes),
  });
  return {
    columns,
    training: source(training),
    validation: source(selectRows(shuffled, first, second)),
    test: source(selectRows(shuffled, first + second, table.count - first - second)),
  };
}

function inOrder(table: LabelledTable, order: Int32Array): LabelledTable {
  const width = table.columns.length;
  const features = new Float32Array(table.features.length);
  order.forEach((from, to) => {
    features.set(table.features.subarray(from * width, (from + 1) * width), to * width);
  });
  return { ...table, features, labels: Array.from(order, (place) => table.labels[place]!) };
}
