import { extname } from 'node:path';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { Recording, Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import type { Bearing } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { invalidFields } from '@polymath/errors';

/** What a person says of a recording; all values are texts as they were typed. */
export interface RecordingFlags {
  readonly rate?: string;
  readonly unit?: string;
  readonly rpm?: string;
  readonly bearing?: string;
  readonly format?: string;
  readonly variable?: string;
  readonly column?: string;
  readonly channel?: string;
  readonly channels?: string;
  readonly scale?: string;
}

/** Units by the words for them. */
export const units: Readonly<Record<string, Unit>> = {
  g: Unit.UNIT_G,
  'm/s2': Unit.UNIT_METRES_PER_SECOND_SQUARED,
  'mm/s': Unit.UNIT_MILLIMETRES_PER_SECOND,
  raw: Unit.UNIT_RAW,
};

const formats: Readonly<Record<string, string>> = {
  '.mat': 'mat',
  '.wav': 'wav',
  '.csv': 'csv',
  '.txt': 'csv',
  '.npy': 'npy',
  '.raw': 'int16',
  '.bin': 'int16',
  '.i16': 'int16',
};

/** The message of a recording; what is missing the service says. @throws invalid-input when the file's name does not say its format */
export function recordingMessage(path: string, file: Artifact, flags: RecordingFlags): Recording {
  return Recording.fromPartial({
    file,
    format: formatOf(path, flags),
    sampleRateHz: numberIn('--rate', flags.rate),
    unit: unitIn(flags.unit),
    rpm: numberIn('--rpm', flags.rpm),
  });
}

/** Checks everything that can be wrong before a file is sent. */
export function checkFlags(path: string, flags: RecordingFlags): void {
  recordingMessage(path, { sha256: '', sizeBytes: 0n, name: '', mediaType: '' }, flags);
  bearingIn(flags.bearing);
}

/** `9,0.3126,1.537` or with the contact angle in degrees as a fourth number. */
export function bearingIn(text: string | undefined): Bearing | undefined {
  if (text === undefined) return undefined;
  const numbers = text.split(',').map(Number);
  const [rollingElements = 0, elementDiameter = 0, pitchDiameter = 0, contactAngleDegrees = 0] = numbers;
  if (numbers.length >= 3 && numbers.length <= 4 && numbers.every(Number.isFinite)) {
    return { rollingElements, elementDiameter, pitchDiameter, contactAngleDegrees };
  }
  const description = `must be elements,element-diameter,pitch-diameter[,angle], got ${text}`;
  throw invalidFields([{ field: '--bearing', description }]);
} // prettier-ignore

function formatOf(path: string, flags: RecordingFlags): NonNullable<Recording['format']> {
  const extension = extname(path.toLowerCase().replace(/\.gz$/, ''));
  const name = flags.format ?? formats[extension];
  const channel = numberIn('--channel', flags.channel);
  switch (name) {
    case 'mat':
      return { $case: 'mat', value: { variable: flags.variable ?? '' } };
    case 'wav':
      return { $case: 'wav', value: { channel, fullScale: numberIn('--scale', flags.scale) } };
    case 'csv':
      return { $case: 'csv', value: { column: flags.column ?? '' } };
    case 'npy':
      return { $case: 'numpy', value: { channel } };
    case 'int16': {
      const channels = numberIn('--channels', flags.channels);
      return { $case: 'int16', value: { scale: numberIn('--scale', flags.scale), channels, channel } }; // prettier-ignore
    }
  }
  const description = `must be mat, wav, csv, npy or int16, got ${name ?? `a file "${extension}"`}`;
  throw invalidFields([{ field: '--format', description }]);
}

function unitIn(text: string | undefined): Unit {
  const unit = units[text ?? ''];
  if (unit !== undefined) return unit;
  const description = `must be one of ${Object.keys(units).join(', ')}, got ${text ?? 'none'}: it is not guessed from amplitudes`;
  throw invalidFields([{ field: '--unit', description }]);
}

function numberIn(field: string, text: string | undefined): number {
  if (text === undefined) return 0;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw invalidFields([{ field, description: `must be a number, got ${text}` }]);
}

const options: Readonly<Record<string, string>> = {
  'recording.sample_rate_hz': '--rate',
  'recording.unit': '--unit',
  'recording.rpm': '--rpm',
  'recording.mat.variable': '--variable',
  'recording.csv.column': '--column',
  'recording.int16.scale': '--scale',
  'recording.int16.channels': '--channels',
  'recording.wav.full_scale': '--scale',
};

/** The option of a field that the service refuses. */
export const optionOf = (field: string): string =>
  options[field] ?? (/\.channel$/.test(field) ? '--channel' : field.startsWith('bearing') ? `--bearing ${field.slice(8)}`.trim() : field); // prettier-ignore
