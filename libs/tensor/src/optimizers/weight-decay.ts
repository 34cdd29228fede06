import { constant } from '../constants.js';
import { add } from '../kernels/add.js';
import { mul } from '../kernels/mul.js';
import type { Parameter } from '../parameter.js';
import { noGrad } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { positive } from './settings.js';

/** What weight decay makes of a gradient g of a parameter w: g + λ·w. */
export type Decay = (gradient: Tensor, parameter: Parameter) => Tensor;

/**
 * Weight decay as PyTorch's SGD and Adam have it, part of the gradient.
 * @param weightDecay λ ≥ 0
 * @throws invalid-input when it is below 0 or not finite
 */
export function decay(weightDecay: number): Decay {
  if (weightDecay === 0) return (gradient) => gradient;
  positive({ weightDecay });
  return (gradient, parameter) =>
    noGrad(() => add(gradient, mul(parameter, constant(weightDecay))));
}
