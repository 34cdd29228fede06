import { describe, expect, it } from 'vitest';
import { cwruRecord, cwruVariable } from './records.js';

describe('cwruRecord', () => {
  it('knows condition, load and sampling rate of a record', () => {
    expect(cwruRecord(199)).toEqual({ record: 199, id: '199', condition: 'OR014@6', fault: 'OR', severity: '014', load: '2 hp', sampleRateHz: 12_000 }); // prettier-ignore
    expect(cwruRecord(158)).toMatchObject({ condition: 'OR007@12', load: '1 hp' });
  });

  it('takes the baseline for what it is: 48 kHz', () => {
    for (const record of [97, 98, 99, 100]) {
      expect(cwruRecord(record)).toMatchObject({ condition: 'normal', sampleRateHz: 48_000 });
    }
    expect(cwruRecord(97)).not.toHaveProperty('severity');
    expect(cwruRecord(97, 'as-published').sampleRateHz).toBe(12_000);
  });

  it('refuses a record that it does not know', () => {
    expect(() => cwruRecord(174)).toThrow('no drive-end record of 12 kHz or baseline has the number 174'); // prettier-ignore
  });
});

describe('cwruVariable', () => {
  it('is made from the number, but for the four largest faults of each kind', () => {
    expect(cwruVariable(97, 'DE')).toBe('X097_DE_time');
    expect(cwruVariable(99, 'FE')).toBe('X099_FE_time');
    expect(cwruVariable(3005, 'DE')).toBe('X048_DE_time');
  });
});
