import { PolymathError } from '@polymath/errors';
import { boolAttribute, cached } from '../native/attributes.js';
import { run } from '../native/run.js';
import { shown } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';

/** Which operands of a {@link matMul} are taken transposed. */
export interface MatMulOptions {
  transposeA?: boolean;
  transposeB?: boolean;
}

const attributes = cached((a: boolean, b: boolean) => [
  boolAttribute('transpose_a', a),
  boolAttribute('transpose_b', b),
]);

/**
 * The matrix product a · b, each transposed if asked for.
 * @param a [rows, inner]; [inner, rows] with `transposeA`
 * @param b [inner, columns]; [columns, inner] with `transposeB`
 * @returns [rows, columns]
 * @throws invalid-input when the operands are no matrices or their inner sizes differ
 */
export function matMul(
  a: Tensor,
  b: Tensor,
  { transposeA: ta = false, transposeB: tb = false }: MatMulOptions = {},
): Tensor {
  if (a.shape.length !== 2 || b.shape.length !== 2 || a.shape[ta ? 0 : 1] !== b.shape[tb ? 1 : 0]) {
    throw new PolymathError(
      'invalid-input',
      `cannot multiply ${shown(a.shape)} by ${shown(b.shape)}`,
    );
  }
  return differentiable(run('MatMul', [a, b], attributes(ta, tb)), [a, b], (dy) => [
    () =>
      ta ? matMul(b, dy, { transposeA: tb, transposeB: true }) : matMul(dy, b, { transposeB: !tb }),
    () =>
      tb ? matMul(dy, a, { transposeA: true, transposeB: ta }) : matMul(a, dy, { transposeA: !ta }),
  ]);
}
