import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';

/** In m/s². */
const standardGravity = 9.80665;

const accelerations: ReadonlyMap<Unit, number> = new Map([
  [Unit.UNIT_G, standardGravity],
  [Unit.UNIT_METRES_PER_SECOND_SQUARED, 1],
]);

/** What samples in one unit are multiplied by to be in another; undefined where that is not known. */
export function factorBetween(from: Unit, to: Unit): number | undefined {
  if (from === to) return 1;
  const [a, b] = [accelerations.get(from), accelerations.get(to)];
  return a === undefined || b === undefined ? undefined : a / b;
}

/** A unit of acceleration as the methods call it; undefined for others. */
export const accelerationUnit = (unit: Unit): 'g' | 'm/s²' | undefined =>
  unit === Unit.UNIT_G ? 'g' : unit === Unit.UNIT_METRES_PER_SECOND_SQUARED ? 'm/s²' : undefined;
