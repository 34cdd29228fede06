import { corrupt, elementAt, numbersOf, type Element, type Part } from './elements.js';

/** A real numeric array as MATLAB holds it. */
export interface MatArray {
  /** Sizes of the dimensions; at least two. */
  shape: readonly number[];
  /** Elements, columns first. */
  data: Float64Array;
  /** MATLAB's name of the type in which the array was, e.g. `double`, `uint16`. */
  type: string;
}

const numericClasses: Readonly<Record<number, string>> = {
  6: 'double',
  7: 'single',
  8: 'int8',
  9: 'uint8',
  10: 'int16',
  11: 'uint16',
  12: 'int32',
  13: 'uint32',
  14: 'int64',
  15: 'uint64',
};
const complexFlag = 0x0800;

/**
 * The name and the array in a matrix element: flags, dimensions, name, real part.
 * @returns undefined for an array that is not numeric or not real
 * @throws corrupt-data when the parts do not fit each other
 */
export function readMatrix(part: Part): { name: string; array: MatArray } | undefined {
  const { littleEndian } = part;
  const flags = elementAt(part, 0);
  const [word = 0] = numbersOf(flags, littleEndian);
  const type = numericClasses[word & 0xff];
  if (type === undefined || (word & complexFlag) !== 0) return undefined;
  const dimensions = elementAt(part, flags.next);
  const shape = [...numbersOf(dimensions, littleEndian)];
  const named = elementAt(part, dimensions.next);
  const size = sizeOf(shape);
  const data =
    size === 0 ? new Float64Array() : numbersOf(elementAt(part, named.next), littleEndian);
  if (data.length !== size)
    throw corrupt(`${size} elements for [${shape.join(', ')}]`, `${data.length}`);
  return { name: textOf(named), array: { shape, data, type } };
}

function sizeOf(shape: readonly number[]): number {
  const fits = shape.length >= 2 && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!fits) throw corrupt('at least two dimensions', `[${shape.join(', ')}]`);
  return shape.reduce((product, size) => product * size, 1);
}

const textOf = ({ data }: Element): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
