import type { Constant } from '../../constant.js';
import type { NodeReader } from '../node-reader.js';
import { arrays } from './arrays.js';
import { elementwise } from './elementwise.js';
import { shapes } from './shapes.js';

/** Works out a node whose inputs are constants. */
export type Fold = (node: NodeReader) => Constant;

const folds = new Map<string, Fold>(Object.entries({ ...elementwise, ...arrays, ...shapes }));

/** Operators that are worked out while reading, sorted. */
export const foldedOperators: readonly string[] = [...folds.keys()].sort();

/**
 * The value of a node that does not depend on what the images show: its inputs are constants, or it asks for a shape.
 * @returns nothing for any other node
 */
export function fold(node: NodeReader): Constant | undefined {
  const compute = folds.get(node.operator);
  const isConstant = node.inputs().every(({ kind }) => kind === 'constant');
  return compute && (isConstant || node.operator === 'Shape') ? compute(node) : undefined;
}
