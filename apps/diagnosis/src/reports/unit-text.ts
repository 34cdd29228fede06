import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';

const texts: Partial<Record<Unit, string>> = {
  [Unit.UNIT_G]: 'g',
  [Unit.UNIT_METRES_PER_SECOND_SQUARED]: 'm/s²',
  [Unit.UNIT_MILLIMETRES_PER_SECOND]: 'mm/s',
  [Unit.UNIT_RAW]: 'raw',
};

/** A unit as it stands behind a number. */
export const unitText = (unit: Unit): string => texts[unit] ?? 'unknown';
