import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { sub } from './sub.js';
import { sum } from './sum.js';

/** eˣ / Σ eˣ over the last axis: probabilities from logits. */
export function softmax(x: Tensor): Tensor {
  const y = run('Softmax', [x]);
  return differentiable(y, [x], (dy) => [() => mul(y, sub(dy, sum(mul(dy, y), -1, true)))]);
}
