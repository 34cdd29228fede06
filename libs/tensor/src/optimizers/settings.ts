import { PolymathError } from '@polymath/errors';
import type { Json } from '../training.js';

/** @throws invalid-input when a setting is not above 0 */
export function positive(settings: Readonly<Record<string, number>>): void {
  check(settings, 'above 0', (value) => value > 0 && value < Infinity);
}

/** @throws invalid-input when a setting is not at least 0 and below 1 */
export function fractions(settings: Readonly<Record<string, number>>): void {
  check(settings, 'at least 0 and below 1', (value) => value >= 0 && value < 1);
}

function check(
  settings: Readonly<Record<string, number>>,
  range: string,
  fits: (value: number) => boolean,
): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!fits(value)) {
      throw new PolymathError('invalid-input', `${name} must be ${range}, got ${value}`);
    }
  }
}

/**
 * The named numbers of an optimiser's saved state.
 * @throws corrupt-data when one is missing or no number
 */
export function readState<Name extends string>(
  state: Json,
  names: readonly Name[],
): Record<Name, number> {
  const fields = (typeof state === 'object' ? state : null) as Readonly<
    Record<string, Json>
  > | null;
  const entries = names.map((name): [Name, number] => {
    const value = fields?.[name];
    if (typeof value === 'number') return [name, value];
    throw new PolymathError(
      'corrupt-data',
      `optimiser state: expected a number ${name}, got ${JSON.stringify(value ?? null)}`,
    );
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}
