import { operand } from '../constants.js';
import { run } from '../native/run.js';
import type { Tensor } from '../tensor.js';

// Answers are bool tensors: elementwise with broadcasting, and without a gradient.

const compare = (op: string) => (a: Tensor | number, b: Tensor | number) =>
  run(op, [operand(a), operand(b)]);

/** a > b */
export const greater = compare('Greater');
/** a ≥ b */
export const greaterEqual = compare('GreaterEqual');
/** a < b */
export const less = compare('Less');
/** a ≤ b */
export const lessEqual = compare('LessEqual');
/** a = b */
export const equal = compare('Equal');
/** a ≠ b */
export const notEqual = compare('NotEqual');

/** Both of two bool tensors. */
export const logicalAnd = (a: Tensor, b: Tensor): Tensor => run('LogicalAnd', [a, b]);
/** Either of two bool tensors. */
export const logicalOr = (a: Tensor, b: Tensor): Tensor => run('LogicalOr', [a, b]);
/** The opposite of a bool tensor. */
export const logicalNot = (a: Tensor): Tensor => run('LogicalNot', [a]);
