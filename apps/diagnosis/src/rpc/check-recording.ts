import { checkArtifact, isOneOf } from '@polymath/area';
import { Unit, type LabelledRecording, type Recording } from '@polymath/contracts/polymath/diagnosis/v1/recording'; // prettier-ignore
import type { Violations } from '@polymath/service-kit';

const mostRecordings = 1000;
/** The fastest sampling rate that is believed. */
export const highestRateHz = 10_000_000;
/** Units that can be named, in words. */
export const units = 'G, METRES_PER_SECOND_SQUARED, MILLIMETRES_PER_SECOND or RAW';
const mostChannels = 65_535;

/** Demands a recording that says all that its file does not. */
export function checkRecording(wrong: Violations, field: string, recording?: Recording): void {
  if (!recording) {
    wrong.add(field, 'is required');
    return;
  }
  const at = wrong.at(field);
  const { file, rpm, unit } = recording;
  checkArtifact(at, 'file', file);
  checkFormat(at, recording);
  checkRate(at, recording);
  at.that(isOneOf(Unit, unit) && unit !== Unit.UNIT_UNSPECIFIED, 'unit', `must be one of ${units}: it is not guessed from amplitudes`); // prettier-ignore
  at.range('rpm', rpm, 0, 1_000_000);
}

function checkRate(at: Violations, { format, sampleRateHz }: Recording): void {
  const isWav = format?.$case === 'wav';
  if (sampleRateHz === 0 && isWav) return;
  if (sampleRateHz === 0) {
    at.add('sample_rate_hz', 'is required, such a file does not say it: give the samples a second, e.g. 12000'); // prettier-ignore
    return;
  }
  const holds = sampleRateHz > 0 && sampleRateHz <= highestRateHz;
  at.that(holds, 'sample_rate_hz', `must be above 0 and at most ${highestRateHz}, got ${sampleRateHz}`); // prettier-ignore
}

function checkFormat(at: Violations, { format }: Recording): void {
  switch (format?.$case) {
    case undefined:
      at.add('format', 'one of mat, wav, csv, int16, numpy is required');
      return;
    case 'mat':
      at.present('mat.variable', format.value.variable);
      return;
    case 'wav': {
      const { channel, fullScale } = format.value;
      at.range('wav.channel', channel, 0, mostChannels);
      at.that(fullScale >= 0 && fullScale < Infinity, 'wav.full_scale', `must be a finite number of at least 0, got ${fullScale}`); // prettier-ignore
      return;
    }
    case 'int16': {
      const { scale, channel, channels } = format.value;
      at.that(Number.isFinite(scale) && scale !== 0, 'int16.scale', `must be the unit a step of the converter, finite and not 0, got ${scale}`); // prettier-ignore
      at.range('int16.channels', channels, 0, mostChannels);
      at.range('int16.channel', channel, 0, Math.max(1, channels));
      return;
    }
    case 'numpy':
      at.range('numpy.channel', format.value.channel, 0, mostChannels);
      return;
    case 'csv':
  }
}

/** Demands labelled recordings of one unit, each of its own name and file. */
export function checkLabelled(
  wrong: Violations,
  recordings: readonly LabelledRecording[],
  fewest: number,
): void {
  wrong.that(
    recordings.length >= fewest && recordings.length <= mostRecordings,
    'recordings',
    `must be from ${fewest} to ${mostRecordings}, got ${recordings.length}`,
  );
  const names = new Set<string>();
  const samples = new Set<string>();
  recordings.forEach(({ recording, condition, name }, i) => {
    const at = wrong.at(`recordings[${i}]`);
    checkRecording(at, 'recording', recording);
    at.present('condition', condition);
    if (name !== '') {
      at.that(!names.has(name), 'name', `is given twice: "${name}"`);
      names.add(name);
    }
    if (!recording?.file) return;
    const own = JSON.stringify([recording.file.sha256, recording.format]);
    at.that(
      !samples.has(own),
      'recording.file',
      'is given twice: its windows would teach and test',
    );
    samples.add(own);
    const first = recordings[0]?.recording?.unit ?? recording.unit;
    at.that(recording.unit === first, 'recording.unit', `must be that of the first recording, ${first}, got ${recording.unit}`); // prettier-ignore
  });
}
