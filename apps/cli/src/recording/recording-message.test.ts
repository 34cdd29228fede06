import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { bearingIn, checkFlags, optionOf, recordingMessage } from './recording-message.js';

const file = { sha256: 'ab', sizeBytes: 1n, name: '', mediaType: '' };
const fieldsOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return PolymathError.from(error).fields.map(({ field }) => field);
  }
  return [];
};

describe('recordingMessage', () => {
  it.each([
    ['a.MAT', { variable: 'x' }, { $case: 'mat', value: { variable: 'x' } }],
    ['a.wav', { channel: '2' }, { $case: 'wav', value: { channel: 2, fullScale: 0 } }],
    ['a.csv.gz', { column: 'y' }, { $case: 'csv', value: { column: 'y' } }],
    ['a.npy', {}, { $case: 'numpy', value: { channel: 0 } }],
    ['a.dat', { format: 'int16', scale: '0.5' }, { $case: 'int16', value: { scale: 0.5, channels: 0, channel: 0 } }],
  ])('knows the format of %s', (path, flags, format) => {
    const message = recordingMessage(path, file, { ...flags, unit: 'm/s2', rate: '12000' });
    expect(message).toMatchObject({ format, sampleRateHz: 12_000, unit: Unit.UNIT_METRES_PER_SECOND_SQUARED });
  }); // prettier-ignore

  it('says which option is wrong', () => {
    expect(fieldsOf(() => checkFlags('a.foo', { unit: 'g' }))).toEqual(['--format']);
    expect(fieldsOf(() => checkFlags('a.wav', {}))).toEqual(['--unit']);
    expect(fieldsOf(() => checkFlags('a.wav', { unit: 'g', rpm: 'fast' }))).toEqual(['--rpm']);
    expect(fieldsOf(() => checkFlags('a.wav', { unit: 'g', bearing: '9,1' }))).toEqual(['--bearing']); // prettier-ignore
  });
});

describe('bearingIn', () => {
  it('reads elements, both diameters and the angle', () => {
    const found = { rollingElements: 9, elementDiameter: 0.3126, pitchDiameter: 1.537 };
    expect(bearingIn('9,0.3126,1.537')).toEqual({ ...found, contactAngleDegrees: 0 });
    expect(bearingIn('9,0.3126,1.537,15')).toEqual({ ...found, contactAngleDegrees: 15 });
  });
});

describe('optionOf', () => {
  it('names the option of a field', () => {
    expect(optionOf('recording.sample_rate_hz')).toBe('--rate');
    expect(optionOf('recording.wav.channel')).toBe('--channel');
    expect(optionOf('bearing.pitch_diameter')).toBe('--bearing pitch_diameter');
    expect(optionOf('hop')).toBe('hop');
  });
});
