import { PolymathError } from '@polymath/errors';
import { badCounts, refuse } from '../checks.js';
import type { LabelledWindows, Rows } from '../preprocessing/index.js';
import { selectRows } from '../preprocessing/index.js';

/** A signal that was recorded in one go, and the circumstances. */
export interface Recording {
  id: string;
  samples: Float32Array;
  sampleRateHz: number;
  /** What is to be recognised, e.g. `IR007`. */
  condition: string;
  /** Kind of fault without its size, e.g. `IR`. */
  fault: string;
  /** Size of the fault, e.g. `007`; undefined for a healthy machine. */
  severity?: string;
  /** Load or speed, e.g. `0 hp`. */
  load: string;
  /** Parts without gaps; the whole unless given. */
  runs?: readonly { start: number; length: number }[];
}

/** Where a window came from. */
export interface Origin extends Omit<Recording, 'samples' | 'sampleRateHz' | 'runs' | 'id'> {
  recording: string;
  /** First sample in the recording. */
  start: number;
  length: number;
}

/** Windows and where each came from. */
export interface WindowSet {
  rows: Rows;
  origins: readonly Origin[];
}

/** How windows are cut. */
export interface WindowSettings {
  /** Samples a window, >= 1; 1,200 at 12 kHz are three turns of a shaft at 1,797 rpm. */
  length: number;
  /** Samples from one window to the next, >= 1; `length`: they do not overlap. */
  hop: number;
  /** At most so many of a recording, the first ones; all unless given. */
  most?: number;
}

/** Cuts recordings into windows; none crosses a gap. */
export function cutWindows(recordings: readonly Recording[], settings: WindowSettings): WindowSet {
  const { length, hop, most = Infinity } = settings;
  refuse(badCounts({ length, hop }));
  const origins: Origin[] = [];
  const parts: Float32Array[] = [];
  for (const recording of recordings) {
    for (const start of startsOf(recording, length, hop).slice(0, most)) {
      origins.push(originOf(recording, start, length));
      parts.push(recording.samples.subarray(start, start + length));
    }
  }
  if (parts.length === 0)
    throw new PolymathError(
      'invalid-input',
      `expected recordings of at least ${length} samples, got none`,
    );
  const values = new Float32Array(parts.length * length);
  parts.forEach((part, i) => values.set(part, i * length));
  return { rows: { count: parts.length, length, values }, origins };
}

function startsOf({ samples, runs }: Recording, length: number, hop: number): number[] {
  return (runs ?? [{ start: 0, length: samples.length }]).flatMap((run) =>
    Array.from(
      { length: Math.max(0, Math.floor((run.length - length) / hop) + 1) },
      (_, i) => run.start + i * hop,
    ),
  );
}

function originOf(recording: Recording, start: number, length: number): Origin {
  const { id, condition, fault, severity, load } = recording;
  return {
    recording: id,
    start,
    length,
    condition,
    fault,
    load,
    ...(severity !== undefined && { severity }),
  };
}

/** What is to be recognised: the condition, or the kind of fault alone. */
export type Target = 'condition' | 'fault';

/** Some windows with labels; the classes are those of the whole set, sorted, so that all selections share them. */
export function labelledWindows(
  set: WindowSet,
  places: Int32Array,
  target: Target,
): LabelledWindows {
  const classes = [...new Set(set.origins.map((origin) => origin[target]))].sort();
  const labels = places.map((place) => classes.indexOf(set.origins[place]![target]));
  return { ...selectRows(set.rows, places), labels, classes };
}
