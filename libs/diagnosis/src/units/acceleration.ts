import { PolymathError } from '@polymath/errors';

/** Units of acceleration; others can neither be converted to one nor integrated to a velocity. */
export type AccelerationUnit = 'g' | 'm/s²';

/** Metres per second squared in a unit; g by the standard acceleration of gravity (3rd CGPM, 1901), exact. */
const metresPerSecondSquared: Readonly<Record<AccelerationUnit, number>> = {
  g: 9.80665,
  'm/s²': 1,
};

/** A sample of one unit times this is one of the other, e.g. 9.80665 from g to m/s²; exactly 1 from a unit to itself. */
export function accelerationFactor(from: AccelerationUnit, to: AccelerationUnit): number {
  checkUnits(from, to);
  return metresPerSecondSquared[from] / metresPerSecondSquared[to];
}

/**
 * Samples in another unit of acceleration.
 * @param samples left as they are, and returned themselves when the units are equal
 * @throws invalid-input when a unit is none of acceleration
 */
export function convertAcceleration(
  samples: Float32Array,
  from: AccelerationUnit,
  to: AccelerationUnit,
): Float32Array {
  const factor = accelerationFactor(from, to);
  return factor === 1 ? samples : samples.map((value) => value * factor);
}

function checkUnits(...units: readonly string[]): void {
  const known = Object.keys(metresPerSecondSquared);
  const wrong = units.find((unit) => !known.includes(unit));
  if (wrong !== undefined)
    throw new PolymathError(
      'invalid-input',
      `unit of acceleration must be one of ${known.join(', ')}, got ${wrong}`,
    );
}
