import { PolymathError } from '@polymath/errors';
import type { Recording } from '../windows/index.js';

/** First record (0 hp) of each fault of the drive-end bearing recorded at 12 kHz; the next numbers are 1, 2 and 3 hp. */
const firstRecords: Readonly<Record<string, readonly number[]>> = {
  IR007: [105, 106, 107, 108],
  IR014: [169, 170, 171, 172],
  IR021: [209, 210, 211, 212],
  IR028: [3001, 3002, 3003, 3004],
  B007: [118, 119, 120, 121],
  B014: [185, 186, 187, 188],
  B021: [222, 223, 224, 225],
  B028: [3005, 3006, 3007, 3008],
  'OR007@6': [130, 131, 132, 133],
  'OR014@6': [197, 198, 199, 200],
  'OR021@6': [234, 235, 236, 237],
  'OR007@3': [144, 145, 146, 147],
  'OR021@3': [246, 247, 248, 249],
  'OR007@12': [156, 158, 159, 160],
  'OR021@12': [258, 259, 260, 261],
  normal: [97, 98, 99, 100],
};

/** What the data centre says of a record, apart from its signal. */
export type CwruRecord = Omit<Recording, 'samples'> & { record: number };

/**
 * A record of the Case Western Reserve University bearing data: drive-end faults at 12 kHz and the normal baseline, which was recorded at 48 kHz though
 * it is published among 12 kHz records (the spacing of its shaft lines tells).
 * @param sampling `as-published` takes the baseline for 12 kHz, as most publications do: it is then trivially told apart
 * @throws not-found for another number
 */
export function cwruRecord(
  record: number,
  sampling: 'corrected' | 'as-published' = 'corrected',
): CwruRecord {
  for (const [condition, records] of Object.entries(firstRecords)) {
    const loadHp = records.indexOf(record);
    if (loadHp < 0) continue;
    const found = recordOf(record, condition, loadHp);
    return sampling === 'corrected' ? found : { ...found, sampleRateHz: 12_000 };
  }
  throw new PolymathError(
    'not-found',
    `no drive-end record of 12 kHz or baseline has the number ${record}`,
  );
}

function recordOf(record: number, condition: string, loadHp: number): CwruRecord {
  const [, fault = condition, severity] = /^(IR|B|OR)(\d+)/.exec(condition) ?? [];
  return {
    ...{ record, id: String(record), condition, fault, load: `${loadHp} hp` },
    sampleRateHz: condition === 'normal' ? 48_000 : 12_000,
    ...(severity !== undefined && { severity }),
  };
}

/** Sensors: drive end, fan end, base. */
export type CwruChannel = 'DE' | 'FE' | 'BA';

/**
 * The name of a signal in a record's MAT file, e.g. `X097_DE_time`. Always by the record's number: some files hold signals of others too, and those of
 * 0.028 inch have another's number.
 */
export function cwruVariable(record: number, channel: CwruChannel): string {
  const others: Readonly<Record<number, number>> = {
    3001: 56,
    3002: 57,
    3003: 58,
    3004: 59,
    3005: 48,
    3006: 49,
    3007: 50,
    3008: 51,
  };
  return `X${String(others[record] ?? record).padStart(3, '0')}_${channel}_time`;
}
