import { Model, ModelVersion } from '@polymath/contracts/polymath/models/v1/models';
import { describe, expect, it } from 'vitest';
import { readRecord } from './read-record.js';

const version = ModelVersion.fromPartial({ version: 1, artifact: {}, signature: {} });
const whole = { name: 'digits', area: 'test', versions: [version] };
const bytes = (fields: Partial<Model>) => Model.encode(Model.fromPartial(fields)).finish();

describe('readRecord', () => {
  it('reads the record of a key', () => {
    expect(readRecord('test', 'digits', bytes(whole))).toMatchObject(whole);
  });

  it('reads a record with fields that a later version added', () => {
    const later = Buffer.concat([bytes(whole), Buffer.from([0xfa, 0x3e, 1, 7])]);
    expect(readRecord('test', 'digits', later)).toMatchObject(whole);
  });

  it.each([
    ['bytes that are no record', Buffer.from([0xff, 0]), 'it is no record'],
    ['a record of another model', bytes({ ...whole, name: 'other' }), 'it is of model "other"'],
    ['a record of another area', bytes({ ...whole, area: 'other' }), 'of area "other"'],
    [
      'a version without a file',
      bytes({ ...whole, versions: [{ ...version, artifact: undefined }] }),
      'version 1 lacks its file',
    ],
    [
      'a version without a signature',
      bytes({ ...whole, versions: [{ ...version, signature: undefined }] }),
      'or its signature',
    ],
  ])('refuses %s', (_, record, why) => {
    expect(() => readRecord('test', 'digits', record)).toThrow(why);
  });

  it('refuses a key that is no name', () => {
    expect(() => readRecord('test', 'A.b', bytes(whole))).toThrow('no name of a model');
  });
});
