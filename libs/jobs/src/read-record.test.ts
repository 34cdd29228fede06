import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import { isUnreadable, readRecord } from './read-record.js';

const whole = { id: 'abc', area: 'test', state: JobState.JOB_STATE_QUEUED };
const bytes = (fields: Partial<Job>) => Job.encode(Job.fromPartial(fields)).finish();

describe('readRecord', () => {
  it('reads the record of a key', () => {
    expect(readRecord('test', 'abc', bytes(whole))).toMatchObject(whole);
  });

  it('reads a record with fields that a later version added', () => {
    const later = Buffer.concat([bytes(whole), Buffer.from([0xfa, 0x3e, 1, 7])]);
    expect(readRecord('test', 'abc', later)).toMatchObject(whole);
  });

  it.each([
    ['bytes that are no record', Buffer.from([0xff, 0]), 'it is no record'],
    ['a record of another job', bytes({ ...whole, id: 'other' }), 'it is of job "other"'],
    ['a record of another area', bytes({ ...whole, area: 'other' }), 'of area "other"'],
    ['an empty record', Buffer.alloc(0), 'it is of job ""'],
    ['a state of the future', bytes({ ...whole, state: JobState.UNRECOGNIZED }), 'no state -1'],
    ['no state', bytes({ ...whole, state: JobState.JOB_STATE_UNSPECIFIED }), 'no state 0'],
  ])('refuses %s', (_, record, why) => {
    const read = () => readRecord('test', 'abc', record);
    expect(read).toThrow(why);
    try {
      read();
    } catch (error) {
      expect(isUnreadable(error)).toBe(true);
    }
  });
});
