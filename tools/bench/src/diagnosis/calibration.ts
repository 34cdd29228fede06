import {
  accuracyOf,
  calibrationError,
  fitTemperature,
  labelledWindows,
  leaveOneLoadOut,
  modelScores,
  probabilitiesOf,
  type LabelledWindows,
  type Rows,
  type WindowSet,
} from '@polymath/diagnosis';
import { learnServing } from './methods.js';
import { spread, type RunSettings } from './protocols.js';

/** Scores of windows that did not teach, and their labels. */
interface Judged {
  scores: Rows;
  labels: Int32Array;
}

/**
 * Calibration on a load that was never seen, 0 to 2 hp teaching: as it is; with the temperature of one load that is held out of the taught ones; and with that of each of them held
 * out in turn.
 */
export async function runCalibration(set: WindowSet, settings: RunSettings): Promise<void> {
  const { train, test } = leaveOneLoadOut(set.origins).find(({ name }) => name === 'all but 3 hp')!;
  const of = (places: Int32Array) => labelledWindows(set, places, 'condition');
  const unseen = of(test);
  const loads = [...new Set([...train].map((place) => set.origins[place]!.load))].sort();
  for (const logarithm of [false, true]) {
    const rows = new Map<string, Row[]>();
    const note = (name: string, row: Row) => rows.set(name, [...(rows.get(name) ?? []), row]);
    for (const seed of settings.seeds) {
      const learn = (windows: LabelledWindows) =>
        learnServing(windows, { ...settings, seeds: [seed], logarithm });
      const whole = { scores: modelScores(await learn(of(train)), unseen), labels: unseen.labels };
      const held: Judged[] = [];
      for (const load of loads) {
        const isHeld = (place: number) => set.origins[place]!.load === load;
        const model = await learn(of(train.filter((place) => !isHeld(place))));
        const windows = of(train.filter(isHeld));
        held.push({ scores: modelScores(model, windows), labels: windows.labels });
      }
      note('T = 1', rowOf(whole, 1));
      note(`T of ${loads.at(-1)} held out`, rowOf(whole, temperatureOf(held.at(-1)!)));
      note('T of each load held out in turn', rowOf(whole, temperatureOf(joined(held))));
    }
    for (const [name, found] of rows) print(logarithm, name, found);
  }
}

interface Row {
  temperature: number;
  error: number;
  accuracy: number;
  confidence: number;
}

const temperatureOf = ({ scores, labels }: Judged) => fitTemperature(scores, labels);

function rowOf({ scores, labels }: Judged, temperature: number): Row {
  const probabilities = probabilitiesOf(scores, temperature);
  const { count, length, values } = probabilities;
  let confidence = 0;
  for (let i = 0; i < count; i++)
    confidence += Math.max(...values.subarray(i * length, (i + 1) * length)) / count;
  const error = calibrationError(probabilities, labels);
  return { temperature, error, accuracy: accuracyOf(scores, labels), confidence };
}

function joined(parts: readonly Judged[]): Judged {
  const count = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const { length } = parts[0]!.scores;
  const values = Float32Array.from(parts.flatMap(({ scores }) => [...scores.values]));
  const labels = Int32Array.from(parts.flatMap((part) => [...part.labels]));
  return { scores: { count, length, values }, labels };
}

function print(logarithm: boolean, name: string, rows: readonly Row[]): void {
  const figure = name === 'T = 1' && !logarithm ? '0.028 (accuracy 93.1)' : '-';
  const of = (key: keyof Row, factor = 1, digits = 2) =>
    spread(
      rows.map((row) => row[key] * factor),
      digits,
    );
  const ours = `${of('error', 1, 3)} (accuracy ${of('accuracy', 100, 1)}, mean confidence ${of('confidence', 100, 1)}, T ${of('temperature')})`;
  const features = logarithm ? 'log features' : 'linear features';
  console.log([`ECE on 3 hp, ${features}, ${name}`, figure, ours].join('\t'));
}
