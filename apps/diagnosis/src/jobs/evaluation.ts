import { balancedAccuracy, batchesOf, calibrationError, confusionMatrix, largestOf, reliability, selectRows, type ReliabilityBin, type Rows, type WindowSet } from '@polymath/diagnosis'; // prettier-ignore
import { countsIn, type Report, type Snapshot, type Training } from '@polymath/tensor';
import type { Diagnoser } from '../inputs/diagnoser-file.js';
import { judge } from '../verdicts/judge.js';

/** What an evaluation ends with. */
export interface Evaluated {
  /** Shares are from 0 to 1; those of windows that there are none of are left out. */
  metrics: Record<string, number>;
  /** Windows of each taught condition (rows) taken for each (columns). */
  confusion: number[][];
  /** Windows of each other condition, and how many of them were called unknown. */
  untaught: Record<string, { windows: number; unknown: number }>;
  /** Of windows of taught conditions. */
  reliability: ReliabilityBin[];
}

/** Judges all windows, a batch a step. */
export function evaluation(
  diagnoser: Diagnoser,
  set: WindowSet,
): Training & { result(): Evaluated } {
  const { classes } = diagnoser.model;
  const { count } = set.rows;
  const probabilities = new Float32Array(count * classes.length);
  const unknownScores = new Float64Array(count);
  const batches = batchesOf(count);
  let step = 0;

  async function* run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    while (step < batches.length) {
      signal?.throwIfAborted();
      const { start, size } = batches[step]!;
      const places = Int32Array.from({ length: size }, (_, i) => start + i);
      const judged = judge(diagnoser, selectRows(set.rows, places));
      probabilities.set(judged.probabilities.values, start * classes.length);
      unknownScores.set(judged.unknownScores, start);
      step++;
      yield { phase: 'evaluate', step, steps: batches.length, metrics: {} };
    }
  }

  return {
    run,
    save: (): Snapshot => ({
      tensors: new Map([
        ['probabilities', { dtype: 'float32', shape: [count, classes.length], data: probabilities.slice() }],
        ['unknownScores', { dtype: 'float64', shape: [count], data: unknownScores.slice() }],
      ]),
      state: { step },
    }),
    load: ({ tensors, state }) => {
      ({ step } = countsIn(state, ['step']));
      probabilities.set(tensors.get('probabilities')!.data as Float32Array);
      unknownScores.set(tensors.get('unknownScores')!.data as Float64Array);
    },
    result: () => resultOf(set, classes, { count, length: classes.length, values: probabilities }, unknownScores),
    dispose: () => undefined,
  }; // prettier-ignore
}

function resultOf(
  { origins }: WindowSet,
  classes: readonly string[],
  probabilities: Rows,
  unknownScores: Float64Array,
): Evaluated {
  const labels = Int32Array.from(origins, ({ condition }) => classes.indexOf(condition));
  const known = [...labels.keys()].filter((i) => labels[i]! >= 0);
  const rows = selectRows(probabilities, known);
  const own = Int32Array.from(known, (i) => labels[i]!);
  const predicted = largestOf(rows);
  const right = own.filter((label, i) => label === predicted[i]).length;
  const isUnknown = (i: number) => unknownScores[i]! > 1;
  const others = [...labels.keys()].filter((i) => labels[i]! < 0);
  const detected = others.filter(isUnknown).length;
  return {
    metrics: {
      accuracy: (right + detected) / origins.length,
      ...(known.length > 0 && {
        knownAccuracy: right / known.length,
        balancedAccuracy: balancedAccuracy(predicted, own),
        calibrationError: calibrationError(rows, own),
        calledUnknown: known.filter(isUnknown).length / known.length,
      }),
      ...(others.length > 0 && { unknownDetected: detected / others.length }),
    },
    confusion: confusionMatrix(predicted, own, classes.length),
    untaught: countByCondition(others, origins, isUnknown),
    reliability: reliability(rows, own),
  };
}

function countByCondition(
  places: readonly number[],
  origins: WindowSet['origins'],
  isUnknown: (place: number) => boolean,
): Evaluated['untaught'] {
  const counts: Evaluated['untaught'] = {};
  for (const place of places) {
    const count = (counts[origins[place]!.condition] ??= { windows: 0, unknown: 0 });
    count.windows++;
    count.unknown += Number(isUnknown(place));
  }
  return counts;
}
