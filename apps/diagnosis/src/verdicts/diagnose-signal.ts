import { setImmediate } from 'node:timers/promises';
import type { DiagnoseRecordingResponse, WindowVerdict } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis'; // prettier-ignore
import { badSignal, batchesOf, SteadyVerdict } from '@polymath/diagnosis'; // prettier-ignore
import type { Diagnoser } from '../inputs/diagnoser-file.js';
import { judge } from './judge.js';
import { badSignals } from './observe.js';
import { healthOf, Summary } from './summary.js';
import { badVerdict, windowVerdict } from './window-verdict.js';

/** How a signal is diagnosed. */
export interface DiagnosisOptions {
  /** Samples from one window to the next. */
  hop: number;
  mostReasons: number;
  signal: AbortSignal;
}

/** Verdicts on all windows of a signal at the diagnoser's rate, and their summary. */
export async function diagnoseSignal(
  diagnoser: Diagnoser,
  samples: Float32Array,
  { hop, mostReasons, signal }: DiagnosisOptions,
): Promise<DiagnoseRecordingResponse> {
  const { classes, windowLength } = diagnoser.model;
  const count = Math.floor((samples.length - windowLength) / hop) + 1;
  const steady = new SteadyVerdict(classes.length);
  const summary = new Summary(diagnoser);
  const windows: WindowVerdict[] = [];
  for (const { start, size } of batchesOf(count)) {
    // Between batches the process hears of a call that was given up.
    await setImmediate();
    signal.throwIfAborted();
    const starts = Array.from({ length: size }, (_, i) => (start + i) * hop);
    windows.push(...verdictsOn(diagnoser, samples, starts, { steady, summary }));
  }
  return {
    conditions: [...classes],
    windows,
    waveform: undefined,
    summary: { ...summary.message(mostReasons), health: healthOf(samples) },
  };
}

function verdictsOn(
  diagnoser: Diagnoser,
  samples: Float32Array,
  starts: readonly number[],
  { steady, summary }: { steady: SteadyVerdict; summary: Summary },
): WindowVerdict[] {
  const { windowLength, classes } = diagnoser.model;
  const cut = starts.map((start) => samples.subarray(start, start + windowLength));
  const bad = cut.map(badSignal);
  const usable = cut.filter((_, i) => bad[i] === undefined);
  const values = new Float32Array(usable.length * windowLength);
  usable.forEach((window, i) => values.set(window, i * windowLength));
  const judged = usable.length > 0 ? judge(diagnoser, { count: usable.length, length: windowLength, values }) : undefined; // prettier-ignore
  let next = 0;
  return starts.map((start, i) => {
    const startSeconds = start / diagnoser.card.sampleRateHz;
    const reason = bad[i];
    if (reason !== undefined || !judged) {
      summary.addBad();
      return badVerdict(startSeconds, badSignals[reason ?? 'constant']);
    }
    const place = next++;
    const row = judged.probabilities.values.subarray(place * classes.length, (place + 1) * classes.length); // prettier-ignore
    summary.add(judged, place);
    const said = { probabilities: row, unknownScore: judged.unknownScores[place]! };
    return windowVerdict(classes, startSeconds, said, steady);
  });
}
