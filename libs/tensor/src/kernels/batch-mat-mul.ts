import { PolymathError } from '@polymath/errors';
import { boolAttribute, cached } from '../native/attributes.js';
import { run } from '../native/run.js';
import { shown } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import type { MatMulOptions } from './mat-mul.js';
import { unbroadcast } from './unbroadcast.js';

const attributes = cached((a: boolean, b: boolean) => [
  boolAttribute('adj_x', a),
  boolAttribute('adj_y', b),
]);

/**
 * The matrix product of each pair of matrices; leading dimensions are broadcast.
 * @param a [..., rows, inner]; [..., inner, rows] with `transposeA`
 * @param b [..., inner, columns]; [..., columns, inner] with `transposeB`
 * @returns [..., rows, columns]
 * @throws invalid-input when the inner sizes differ
 */
export function batchMatMul(
  a: Tensor,
  b: Tensor,
  { transposeA: ta = false, transposeB: tb = false }: MatMulOptions = {},
): Tensor {
  if (a.shape.at(ta ? -2 : -1) !== b.shape.at(tb ? -1 : -2)) {
    throw new PolymathError(
      'invalid-input',
      `cannot multiply ${shown(a.shape)} by ${shown(b.shape)}`,
    );
  }
  return differentiable(run('BatchMatMulV2', [a, b], attributes(ta, tb)), [a, b], (dy) => {
    const da = () =>
      ta
        ? batchMatMul(b, dy, { transposeA: tb, transposeB: true })
        : batchMatMul(dy, b, { transposeB: !tb });
    const db = () =>
      tb
        ? batchMatMul(dy, a, { transposeA: true, transposeB: ta })
        : batchMatMul(a, dy, { transposeA: !ta });
    return [() => unbroadcast(da(), a.shape), () => unbroadcast(db(), b.shape)];
  });
}
