import { invalidFields, type FieldViolation } from '@polymath/errors';

type Numbers = Readonly<Record<string, number>>;

const describe = (range: string, value: number) => `must be ${range}, got ${value}`;

const violations = (settings: Numbers, range: string, fits: (value: number) => boolean) =>
  Object.entries(settings)
    .filter(([, value]) => !fits(value))
    .map(([field, value]): FieldViolation => ({ field, description: describe(range, value) }));

/** Settings that are no whole number of at least `least`. */
export const badCounts = (settings: Numbers, least = 1): FieldViolation[] =>
  violations(
    settings,
    `a whole number of at least ${least}`,
    (value) => Number.isSafeInteger(value) && value >= least,
  );

/** Settings that are not finite and above 0. */
export const badPositives = (settings: Numbers): FieldViolation[] =>
  violations(settings, 'above 0', (value) => value > 0 && value < Infinity);

/** Settings that are not finite and at least 0. */
export const badWeights = (settings: Numbers): FieldViolation[] =>
  violations(settings, 'at least 0', (value) => value >= 0 && value < Infinity);

/** Settings that do not lie strictly between 0 and 1. */
export const badShares = (settings: Numbers): FieldViolation[] =>
  violations(settings, 'above 0 and below 1', (value) => value > 0 && value < 1);

/**
 * Refuses when anything is wrong.
 * @throws invalid-input that names every bad field
 */
export function refuse(...bad: readonly (readonly FieldViolation[])[]): void {
  const all = bad.flat();
  if (all.length > 0) throw invalidFields(all);
}

/** A violation if a condition does not hold. */
export const badUnless = (holds: boolean, field: string, description: string): FieldViolation[] =>
  holds ? [] : [{ field, description }];
