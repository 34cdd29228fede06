import { artifact } from '@polymath/area/testing';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';

/** A CSV file that says all it must. */
export const recording = {
  ...{ file: artifact, sampleRateHz: 12_000, unit: Unit.UNIT_G },
  format: { $case: 'csv' as const, value: { column: '' } },
};

/** The same of another file. */
export const other = { ...recording, file: { ...artifact, sha256: 'b2'.repeat(32) } };

/** Two conditions at two loads. */
export const recordings = [
  { recording, condition: 'normal', load: '0 hp' },
  { recording: other, condition: 'IR007', load: '1 hp' },
];
