import {
  broadcast,
  broadcastShape,
  constantLike,
  integerConstant,
  type Constant,
} from '../../constant.js';
import type { NodeReader } from '../node-reader.js';
import type { Fold } from './fold.js';
import { checkSize } from './limit.js';

/** ONNX's numbers of the float types: float32, float16, float64. */
const floatTypes = [1, 10, 11];

/** Applies a function to every element. */
const unary =
  (compute: (x: number) => number): Fold =>
  (node) => {
    const x = node.constant(0);
    return constantLike(x, x.shape, Array.from(x.data, compute));
  };

/** Applies a function to pairs of elements; `divide` of integers rounds towards zero, as ONNX does. */
const binary =
  (compute: (a: number, b: number) => number): Fold =>
  (node) => {
    const [first, second] = [node.constant(0), node.constant(1)];
    const [a, b] = broadcastAll(node, [first, second]);
    const result = Array.from(a.data, (x, i) => compute(x, b.data[i] ?? 0));
    return constantLike(first, a.shape, first.integer ? result.map(Math.trunc) : result);
  };

function broadcastAll(node: NodeReader, constants: Constant[]): [Constant, Constant, Constant] {
  const shape = constants.map((c) => c.shape).reduce(broadcastShape);
  checkSize(node, shape);
  const all = constants.map((constant) => {
    const result = broadcast(constant, shape);
    if (result) return result;
    const shapes = constants.map((c) => `[${c.shape.join(', ')}]`).join(' and ');
    throw node.invalid(`cannot broadcast ${shapes} to one shape`);
  });
  return all as [Constant, Constant, Constant];
}

/** Arithmetic on constants, element by element. */
export const elementwise: Readonly<Record<string, Fold>> = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b) => a / b),
  Identity: (node) => node.constant(0),
  Neg: unary((x) => -x),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Sqrt: unary(Math.sqrt),
  Cast: (node) => {
    const { shape, data } = node.constant(0);
    if (floatTypes.includes(node.int('to', 0))) {
      return { kind: 'constant', integer: false, shape, data: Float32Array.from(data) };
    }
    return integerConstant(shape, Array.from(data, Math.trunc));
  },
  Equal: (node) => {
    const [a, b] = broadcastAll(node, [node.constant(0), node.constant(1)]);
    // The number of images is never equal to a number: it may be any.
    return integerConstant(
      a.shape,
      Array.from(a.data, (x, i) => Number(x === b.data[i])),
    );
  },
  Where: (node) => {
    const given = [node.constant(0), node.constant(1), node.constant(2)];
    const [condition, a, b] = broadcastAll(node, given);
    const chosen = Array.from(condition.data, (x, i) => (x ? a.data[i] : b.data[i]) ?? 0);
    return constantLike(a, condition.shape, chosen);
  },
};
