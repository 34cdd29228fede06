import type {
  LabelledRecording,
  Recording as RecordingMessage,
} from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { badSignal, cutWindows, resample, rowOf, selectRows, type Recording, type WindowSet } from '@polymath/diagnosis'; // prettier-ignore
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { readRecording, type OneChannel } from './read-recording.js';

type Files = Pick<JobFiles, 'input'>;

/** What a recording is called in reports. @param place from 0 */
export const nameOf = ({ name }: Pick<LabelledRecording, 'name'>, place: number): string =>
  name || `recording ${place + 1}`;

/** The recordings of a request, of one sampling rate: that asked for, or the lowest; others are resampled. */
export function readLabelled(
  files: Files,
  labelled: readonly LabelledRecording[],
  wantedHz: number,
): Recording[] {
  const read = labelled.map(({ recording }, i) =>
    readRecording(files, recording!, `recordings[${i}].recording`),
  );
  const sampleRateHz = wantedHz || Math.min(...read.map((channel) => channel.sampleRateHz));
  return labelled.map((message, i) => {
    const { condition, fault, severity, load } = message;
    const id = nameOf(message, i);
    return {
      ...{ id, condition, fault: fault || condition, load, sampleRateHz },
      ...(severity && { severity }),
      samples: atRate(read[i]!, sampleRateHz, id),
    };
  });
}

/** A recording at the rate of a diagnoser. */
export const readAtRate = (files: Files, recording: RecordingMessage, sampleRateHz: number) =>
  atRate(readRecording(files, recording), sampleRateHz, 'recording');

function atRate({ samples, sampleRateHz }: OneChannel, toHz: number, name: string): Float32Array {
  if (sampleRateHz === toHz) return samples;
  if (sampleRateHz > toHz) return resample(samples, { fromHz: sampleRateHz, toHz });
  const remedy = `record at ${toHz} Hz or more, or train at ${sampleRateHz} Hz`;
  const message = `${name}: sampled at ${sampleRateHz} Hz, below ${toHz} Hz, it lacks what lies in between: ${remedy}`;
  throw new PolymathError('invalid-input', message);
}

/** Windows that do not overlap, without those that say nothing, and how many those were. */
export function usableWindows(
  recordings: readonly Recording[],
  { length, most }: { length: number; most: number },
): { set: WindowSet; leftOut: number } {
  const all = cutWindows(recordings, { length, hop: length, ...(most > 0 && { most }) });
  const places = all.origins.flatMap((_, i) => (badSignal(rowOf(all.rows, i)) ? [] : [i]));
  const set = { rows: selectRows(all.rows, places), origins: places.map((i) => all.origins[i]!) };
  return { set, leftOut: all.origins.length - places.length };
}
