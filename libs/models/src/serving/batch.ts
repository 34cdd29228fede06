import type { WireTensor } from '@polymath/engine-host';
import type { Signature } from '@polymath/contracts/polymath/models/v1/models';
import { PolymathError } from '@polymath/errors';

/** Whether calls of a model can be computed together: every tensor leads with a batch. */
export function isBatchable({ inputs, outputs }: Signature): boolean {
  return [...inputs, ...outputs].every(({ shape }) => shape[0] === -1n);
}

/** What inputs must have in common to be computed together: their shapes without the batch. */
export function batchKey(inputs: readonly WireTensor[]): string {
  return inputs.map(({ shape }) => shape.slice(1).join('x')).join(',');
}

/** The inputs of several calls one below the other, in the order of the calls. */
export function joinRows(calls: readonly (readonly WireTensor[])[]): readonly WireTensor[] {
  const [first = []] = calls;
  if (calls.length === 1) return first;
  return first.map((input, i) => {
    const parts = calls.map((inputs) => inputs[i]!);
    const rows = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
    const data = Buffer.concat(parts.map((part) => part.data));
    return { ...input, shape: [rows, ...input.shape.slice(1)], data };
  });
}

/**
 * The outputs of a batch, call by call: views, nothing is copied.
 * @param rows of each call
 * @throws internal when the model gave another number of rows
 */
export function splitRows(
  outputs: readonly WireTensor[],
  rows: readonly number[],
): (readonly WireTensor[])[] {
  if (rows.length === 1) return [outputs];
  const total = rows.reduce((sum, count) => sum + count, 0);
  const wrong = outputs.find(({ shape }) => shape[0] !== total);
  if (wrong) {
    const message = `expected ${total} rows of "${wrong.name}", got [${wrong.shape.join(', ')}]`;
    throw new PolymathError('internal', message);
  }
  let first = 0;
  return rows.map((count) => {
    const begin = first;
    first += count;
    return outputs.map((output) => ({
      ...output,
      shape: [count, ...output.shape.slice(1)],
      data: rowsOf(output, { begin, end: first, total }),
    }));
  });
}

function rowsOf(
  { datatype, data }: WireTensor,
  { begin, end, total }: { begin: number; end: number; total: number },
): Uint8Array {
  if (datatype !== 'BYTES') {
    const rowBytes = data.length / total;
    return data.subarray(begin * rowBytes, end * rowBytes);
  }
  const ends = elementEnds(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  const perRow = ends.length / total;
  const at = (row: number) => (row === 0 ? 0 : ends[row * perRow - 1]!);
  return data.subarray(at(begin), at(end));
}

/** Where each element of raw BYTES ends. */
function elementEnds(raw: Buffer): number[] {
  const ends: number[] = [];
  let position = 0;
  while (position < raw.length) {
    position += 4 + raw.readUInt32LE(position);
    ends.push(position);
  }
  return ends;
}
