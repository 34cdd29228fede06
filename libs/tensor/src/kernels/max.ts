import { integers } from '../constants.js';
import { run } from '../native/run.js';
import { normalizeAxes } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { equal } from './comparisons.js';
import { div } from './div.js';
import { mul } from './mul.js';
import { reduction, sum } from './sum.js';
import { reshape } from './reshape.js';
import { keptShape, unreduce } from './unreduce.js';

/**
 * The largest element over the given axes, all unless given; they are dropped unless `keepAxes`. Where several are largest,
 * the gradient is shared among them.
 */
export function max(x: Tensor, axes?: number | readonly number[], keepAxes = false): Tensor {
  const over = normalizeAxes(x, axes);
  const y = run('Max', [x, integers(over)], reduction(keepAxes));
  return differentiable(y, [x], (dy) => [
    () => {
      const largest = cast(equal(x, reshape(y, keptShape(x.shape, over))), 'float32');
      const share = div(largest, sum(largest, over, true));
      return mul(share, unreduce(dy, over, x.shape));
    },
  ]);
}
