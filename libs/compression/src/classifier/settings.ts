import { PolymathError } from '@polymath/errors';
import type { LabelledSource } from './input-source.js';

/**
 * Checks that settings are whole numbers.
 * @throws invalid-input that names the setting, the least it may be, and what came
 */
export function checkCounts(settings: Readonly<Record<string, number>>, least = 1): void {
  for (const [name, value] of Object.entries(settings)) {
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new PolymathError(
      'invalid-input',
      `${name} must be a whole number of at least ${least}, got ${value}`,
    );
  }
}

/**
 * Checks that settings are finite and above 0.
 * @throws invalid-input that names the setting and what came
 */
export function checkPositive(settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value > 0 && value < Infinity) continue;
    throw new PolymathError('invalid-input', `${name} must be above 0, got ${value}`);
  }
}

/**
 * Checks that settings are finite and at least 0.
 * @throws invalid-input that names the setting and what came
 */
export function checkWeights(settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value >= 0 && value < Infinity) continue;
    throw new PolymathError('invalid-input', `${name} must be at least 0, got ${value}`);
  }
}

/**
 * Checks that every input has a class; kernels do not everywhere.
 * @throws invalid-input when there is not one label an input, or one is no class
 */
export function checkLabels({ count, labels }: LabelledSource, classes: number): void {
  if (labels.length !== count) {
    throw new PolymathError('invalid-input', `expected ${count} labels, got ${labels.length}`);
  }
  const odd = labels.find((label) => label < 0 || label >= classes);
  if (odd === undefined) return;
  throw new PolymathError('invalid-input', `labels must lie in 0 to ${classes - 1}, got ${odd}`);
}
