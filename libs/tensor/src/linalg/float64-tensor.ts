import { PolymathError } from '@polymath/errors';
import { boolAttribute, cached, nativeTypes, typeAttribute } from '../native/attributes.js';
import { run } from '../native/run.js';
import { integers } from '../constants.js';
import { tidy } from '../scope.js';
import { dataOf, sizeOf, tensor, type Shape, type Tensor } from '../tensor.js';
import { matrix, type Matrix } from './matrix.js';

/**
 * A dense array of doubles in the engine, freed by `tidy` and `dispose` as tensors are. Apart from `Tensor` because only the
 * functions of this folder take it; no gradient flows through them.
 */
export interface Float64Tensor {
  readonly shape: Shape;
  /** The engine's array; its `dtype` does not tell that it holds doubles. */
  readonly doubles: Tensor;
}

// The native binding knows no doubles, so they cross the border as pairs of int32, bit for bit.
const bitcast = (from: number, to: number) => [typeAttribute('T', from), typeAttribute('type', to)];
const toDoubles = bitcast(nativeTypes.int32, nativeTypes.float64);
const fromDoubles = bitcast(nativeTypes.float64, nativeTypes.int32);
const transposes = cached((a: boolean, b: boolean) => [
  boolAttribute('transpose_a', a),
  boolAttribute('transpose_b', b),
]);

/**
 * Copies doubles into the engine.
 * @throws invalid-input when the number of elements and the shape disagree
 */
export function float64Tensor(values: Float64Array, shape: Shape): Float64Tensor {
  if (sizeOf(shape) !== values.length) {
    throw new PolymathError(
      'invalid-input',
      `shape [${shape.join(', ')}] holds ${sizeOf(shape)} elements, got ${values.length}`,
    );
  }
  const pairs = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  return tidy(() => float64(run('Bitcast', [tensor(pairs, [...shape, 2])], toDoubles), shape));
}

/** Copies the elements out of the engine, row-major. */
export function float64sOf({ doubles }: Float64Tensor): Float64Array {
  const pairs = tidy(() => dataOf(run('Bitcast', [doubles], fromDoubles)));
  return new Float64Array(pairs.buffer, pairs.byteOffset, pairs.length / 2);
}

/** A matrix copied into the engine. */
export function fromMatrix({ rows, columns, values }: Matrix): Float64Tensor {
  return float64Tensor(values, [rows, columns]);
}

/**
 * A tensor of two dimensions copied out of the engine.
 * @throws invalid-input when it has another number of dimensions, or elements that are not finite
 */
export function toMatrix(t: Float64Tensor): Matrix {
  const [rows, columns] = sizesOf(t);
  return matrix(rows, columns, float64sOf(t));
}

/**
 * The same elements in another shape.
 * @throws invalid-input when the number of elements changes
 */
export function reshape64({ shape: from, doubles }: Float64Tensor, shape: Shape): Float64Tensor {
  if (sizeOf(from) !== sizeOf(shape)) {
    const [had, wanted] = [from, shape].map((sizes) => `[${sizes.join(', ')}]`);
    throw new PolymathError('invalid-input', `cannot reshape ${had} to ${wanted}`);
  }
  return float64(run('Reshape', [doubles, integers(shape)]), shape);
}

/**
 * The matrix product a · b in double precision, each transposed if asked for.
 * @param a [rows, inner]; [inner, rows] with `transposeA`
 * @param b [inner, columns]; [columns, inner] with `transposeB`
 * @returns [rows, columns]
 * @throws invalid-input when the operands are no matrices or their inner sizes differ
 */
export function matMul64(
  a: Float64Tensor,
  b: Float64Tensor,
  { transposeA: ta = false, transposeB: tb = false } = {},
): Float64Tensor {
  const [left, right] = [sizesOf(a), sizesOf(b)];
  if (left[ta ? 0 : 1] !== right[tb ? 1 : 0]) {
    throw new PolymathError(
      'invalid-input',
      `cannot multiply [${left.join(', ')}] by [${right.join(', ')}]`,
    );
  }
  const product = run('MatMul', [a.doubles, b.doubles], transposes(ta, tb));
  return float64(product, [left[ta ? 1 : 0], right[tb ? 0 : 1]]);
}

/** Takes an operation's output for doubles. */
export const float64 = (doubles: Tensor, shape = doubles.shape): Float64Tensor => ({
  shape,
  doubles,
});

/** Rows and columns of a tensor that must be a matrix. */
export function sizesOf({ shape }: Float64Tensor): [rows: number, columns: number] {
  const [rows, columns] = shape;
  if (shape.length !== 2 || !rows || !columns) {
    throw new PolymathError('invalid-input', `expected a matrix, got [${shape.join(', ')}]`);
  }
  return [rows, columns];
}
