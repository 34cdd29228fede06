import { PolymathError } from '@polymath/errors';
import { checkSampleRate, type Signal } from './signal.js';

/** Settings of {@link readSignalCsv}. */
export interface SignalCsvOptions {
  /** Samples a second, > 0: the file does not say. */
  sampleRateHz: number;
  /** Names of the columns that are channels, in the order wanted; all unless given. */
  columns?: readonly string[];
}

/**
 * Reads a table of numbers, a row a time step: commas, semicolons, tabs or spaces between columns, `.` before fractions, the names of the columns in the
 * first row or none (`column 1`, ...). Empty lines are left out.
 * @param bytes the whole file, UTF-8
 * @throws corrupt-data that names the line and what is wrong with it; invalid-input for a rate of 0 or a column that there is not
 */
export function readSignalCsv(
  bytes: Uint8Array,
  { sampleRateHz, columns }: SignalCsvOptions,
): Signal {
  checkSampleRate(sampleRateHz);
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0) throw new PolymathError('corrupt-data', 'CSV file: expected numbers, got none');
  const separator = separatorOf(lines[first]!);
  const cells = cellsOf(lines[first]!, separator);
  const isNamed = cells.some((cell) => !isNumber(cell));
  const names = isNamed ? cells.map(unquoted) : cells.map((_, i) => `column ${i + 1}`);
  const values = readRows(lines, { from: first + Number(isNamed), separator, width: names.length });
  const samples = names.map((name, i) => ({ name, samples: Float32Array.from(values[i]!) }));
  return {
    sampleRateHz,
    channels: columns ? columns.map((name) => channelOf(samples, name)) : samples,
  };
}

function readRows(
  lines: readonly string[],
  { from, separator, width }: { from: number; separator: RegExp; width: number },
): number[][] {
  const values = Array.from({ length: width }, (): number[] => []);
  for (let i = from; i < lines.length; i++) {
    if (lines[i]!.trim() === '') continue;
    const cells = cellsOf(lines[i]!, separator);
    const odd = cells.find((cell) => !isNumber(cell));
    if (cells.length !== width || odd !== undefined) {
      const [expected, got] =
        odd === undefined
          ? [`${width} columns`, `${cells.length}`]
          : ['numbers', JSON.stringify(odd)];
      throw new PolymathError(
        'corrupt-data',
        `CSV file: line ${i + 1}: expected ${expected}, got ${got}`,
      );
    }
    cells.forEach((cell, column) => values[column]!.push(Number(cell)));
  }
  if (values[0]!.length === 0)
    throw new PolymathError('corrupt-data', 'CSV file: expected numbers, got none');
  return values;
}

const separatorOf = (line: string): RegExp =>
  [/\t/, /;/, /,/].find((separator) => separator.test(line)) ?? /\s+/;

const cellsOf = (line: string, separator: RegExp) =>
  line
    .trim()
    .split(separator)
    .map((cell) => cell.trim());

const isNumber = (cell: string) => cell !== '' && Number.isFinite(Number(cell));

const unquoted = (cell: string) => cell.replace(/^"(.*)"$/, '$1');

function channelOf(channels: Signal['channels'], name: string) {
  const found = channels.find((channel) => channel.name === name);
  if (found) return found;
  const names = channels.map((channel) => channel.name).join(', ');
  throw new PolymathError('invalid-input', `no column is named ${name}; there are ${names}`);
}
