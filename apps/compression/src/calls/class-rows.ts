import type { SampleGeneratorsRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { invalidFields } from '@polymath/errors';

const tolerance = 1e-3;

/**
 * The rows of class weights that were asked for; each class once, hard, unless given.
 * @throws invalid-input naming what does not fit the generators
 */
export function classRows(
  { classes }: SampleGeneratorsRequest,
  classCount: number,
): Float32Array[] {
  if (!classes) return Array.from({ length: classCount }, (_, label) => oneHot(label, classCount));
  const [rows = 0, width = 0] = classes.shape.map(Number);
  if (width !== classCount) {
    const description = `must be [rows, ${classCount}], got [${rows}, ${width}]`;
    throw invalidFields([{ field: 'classes.shape', description }]);
  }
  const values = new Float32Array(Uint8Array.from(classes.data).buffer);
  return Array.from({ length: rows }, (_, i) => {
    return checkedRow(values.subarray(i * width, (i + 1) * width), i);
  });
}

function oneHot(label: number, classCount: number): Float32Array {
  const row = new Float32Array(classCount);
  row[label] = 1;
  return row;
}

function checkedRow(row: Float32Array, i: number): Float32Array {
  const sum = row.reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) <= tolerance && row.every((weight) => weight >= 0)) return row;
  const description = `row ${i} must be weights from 0 that sum to 1, got [${row.join(', ')}]`;
  throw invalidFields([{ field: 'classes.data', description }]);
}
