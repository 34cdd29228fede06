import type { TableColumns } from '@polymath/tensor';
import { standardization } from '../table-key.js';
import type { GraphWriter } from './graph-writer.js';

/**
 * Writes what standardises the columns of a table: input [batch, columns] as they are, result (value - mean) / deviation.
 * @returns the name of the result
 */
export function writeStandardization(
  writer: GraphWriter,
  { mean, standardDeviation }: TableColumns,
  input: string,
): string {
  const { centred, output } = standardization;
  const store = (name: string, values: readonly number[]) =>
    writer.floats(`standardization.${name}`, [values.length], Float32Array.from(values));
  const node = (operator: string, inputs: readonly string[], result: string) =>
    writer.node({ operator, name: `standardization/${operator}`, inputs, output: result });
  node('Sub', [input, store('mean', mean)], centred);
  return node('Div', [centred, store('standardDeviation', standardDeviation)], output);
}
