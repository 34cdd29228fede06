import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { checkSameShape } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { sub } from './sub.js';

/** The mean of (a - b)² over all elements; a and b have one shape. */
export function meanSquaredError(a: Tensor, b: Tensor): Tensor {
  checkSameShape({ a, b });
  const loss = run('Mean', [run('SquaredDifference', [a, b]), integers([...a.shape.keys()])]);
  return differentiable(loss, [a, b], (dy) => {
    const da = () => mul(sub(a, b), mul(dy, 2 / a.size));
    return [da, () => neg(da())];
  });
}
