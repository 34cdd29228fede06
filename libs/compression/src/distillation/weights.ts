import { PolymathError } from '@polymath/errors';
import { checkWeights } from '../classifier/settings.js';
import type { Weight } from './config.js';

/** A weight when `progress`, 0 to 1, of its stage is over. */
export const weightAt = (weight: Weight, progress: number): number =>
  typeof weight === 'number' ? weight : weight.from + (weight.to - weight.from) * progress;

/** @throws invalid-input for a weight that is below 0 or not finite */
export function checkWeight(name: string, weight: Weight): void {
  if (typeof weight === 'number') checkWeights({ [`weight of ${name}`]: weight });
  else {
    checkWeights({
      [`first weight of ${name}`]: weight.from,
      [`last weight of ${name}`]: weight.to,
    });
  }
}

/** @throws invalid-input when there would be nothing to lower at some time */
export function checkSomeWeight(weights: readonly Weight[]): void {
  if (weights.some((weight) => weightAt(weight, 0) > 0 && weightAt(weight, 1) > 0)) return;
  throw new PolymathError(
    'invalid-input',
    'expected a term whose weight is above 0 from the first epoch to the last, got none',
  );
}
