import { PolymathError } from '@polymath/errors';
import { CsvError, parse } from 'csv-parse/sync';
import { gunzipped } from './gunzip.js';

/** Rows of numbers with a class each. */
export interface LabelledTable {
  readonly count: number;
  /** Names of the features, from the header or their numbers from 1: [features]. */
  readonly columns: readonly string[];
  /** Row by row, [count, features]. */
  readonly features: Float32Array;
  /** The class of each row as it is written, [count]. */
  readonly labels: readonly string[];
}

/**
 * Reads a CSV file, plain or gzip, whose cells are separated by commas, semicolons or tabs (RFC 4180 otherwise). The first line is
 * a header if none of its cells is a number.
 * @param labelColumn the column of the class, by name or by its number from 1; empty: the last
 * @throws corrupt-data for a broken file and for a feature that is no finite number, with its line; invalid-input for a column that
 * there is not
 */
export function readLabelledTable(file: Uint8Array, labelColumn = ''): LabelledTable {
  const lines = readLines(file);
  const [first] = lines;
  if (!first) throw corrupt('it has no rows');
  const hasHeader = first.cells.every((cell) => !isNumber(cell));
  const names = first.cells.map((cell, i) => (hasHeader ? cell : String(i + 1)));
  const rows = hasHeader ? lines.slice(1) : lines;
  if (rows.length === 0) throw corrupt('it has a header and no rows');
  if (names.length < 2) throw corrupt('expected a class and at least one feature, got one column');
  const label = placeOf(labelColumn, names);
  return {
    count: rows.length,
    columns: names.filter((_, i) => i !== label),
    features: readFeatures(rows, names, label),
    labels: rows.map(({ cells }) => cells[label]!),
  };
}

/** Rows [first, first + count) of a table. */
export function selectRows(table: LabelledTable, first: number, count: number): LabelledTable {
  const width = table.columns.length;
  return {
    count,
    columns: table.columns,
    features: table.features.subarray(first * width, (first + count) * width),
    labels: table.labels.slice(first, first + count),
  };
}

interface Line {
  number: number;
  cells: readonly string[];
}

function readLines(file: Uint8Array): Line[] {
  const options = { bom: true, skip_empty_lines: true, trim: true, info: true } as const;
  try {
    const records = parse(gunzipped(file, 'CSV file'), { ...options, delimiter: [',', ';', '\t'] });
    const lines = records as unknown as { record: string[]; info: { lines: number } }[];
    return lines.map(({ record, info }) => ({ number: info.lines, cells: record }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw corrupt(cause.message, cause);
  }
}

function placeOf(column: string, names: readonly string[]): number {
  if (column === '') return names.length - 1;
  const named = names.indexOf(column);
  const numbered = /^\d+$/.test(column) ? Number(column) - 1 : -1;
  const place = named >= 0 ? named : numbered;
  if (place >= 0 && place < names.length) return place;
  const message = `no column is named ${column}; there are ${names.join(', ')}`;
  throw new PolymathError('invalid-input', message);
}

function readFeatures(
  rows: readonly Line[],
  names: readonly string[],
  label: number,
): Float32Array {
  const features = new Float32Array(rows.length * (names.length - 1));
  let place = 0;
  for (const { number, cells } of rows) {
    cells.forEach((cell, i) => {
      if (i === label) return;
      if (!isNumber(cell)) {
        throw corrupt(`line ${number}, column ${names[i]!}: expected a number, got "${cell}"`);
      }
      features[place++] = Number(cell);
    });
  }
  return features;
}

const isNumber = (cell: string) => cell !== '' && Number.isFinite(Number(cell));

const corrupt = (what: string, cause?: unknown) =>
  new PolymathError('corrupt-data', `CSV file: ${what}`, { cause });
