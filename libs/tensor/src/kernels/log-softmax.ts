import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { exp } from './exp.js';
import { mul } from './mul.js';
import { sub } from './sub.js';
import { sum } from './sum.js';

/** x - ln Σ eˣ over the last axis: logarithms of probabilities from logits. */
export function logSoftmax(x: Tensor): Tensor {
  const y = run('LogSoftmax', [x]);
  return differentiable(y, [x], (dy) => [() => sub(dy, mul(exp(y), sum(dy, -1, true)))]);
}
