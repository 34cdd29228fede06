import {
  cutWindows,
  fitNovelty,
  labelledWindows,
  modelFeatures,
  modelScores,
  probabilitiesOf,
  type Observation,
} from '@polymath/diagnosis';
import { faultyLife, healthyLife, loads } from './machine-life.js';
import { learnServing } from './methods.js';
import type { RunSettings } from './protocols.js';
import { simulatedRecords } from './simulated.js';
import { detectors, see, Watch, type Detector, type Eyes } from './watch.js';

const hour = 3600;

/** A baseline is learned from ten minutes of one window a second. */
const learned = 600;

const lastSeverity = 1.4;

/**
 * Detectors of drift on a simulated machine, of which one window of 0.1 s is taken each second: false alarms in ten healthy hours, whose speed jitters and whose load changes
 * each half hour, with a baseline for each load and with that of 0 hp alone; then when a fault is noticed that grows from nothing to severity 1.4 within an hour at 0 hp.
 */
export async function runDrift(settings: RunSettings): Promise<void> {
  const [seed = 1] = settings.seeds;
  const eyes = await eyesOf(settings, seed);
  const baselines = loads.map((_, load) => see(eyes, healthyLife(learned, () => load, seed + load))); // prettier-ignore
  const loadOf = (second: number) => Math.floor(second / (hour / 2)) % loads.length;
  // An hour at a time: ten at once are 173 MB.
  const life = Array.from({ length: 10 }, (_, h) =>
    see(
      eyes,
      healthyLife(hour, (second) => loadOf(h * hour + second), seed + 10 + h),
    ),
  ).flat();
  const each = alarmsOf(baselines, life, loadOf);
  const one = alarmsOf(baselines.slice(0, 1), life, () => 0);
  for (const detector of detectors) {
    printLine('false alarms in 10 h, a baseline each load', detector, `${each.get(detector)!.length}`); // prettier-ignore
    printLine('false alarms in 10 h, baseline of 0 hp only', detector, `${one.get(detector)!.length}`); // prettier-ignore
  }
  for (const fault of ['outer-race', 'inner-race', 'ball'] as const) {
    const growing = faultyLife(fault, { seconds: hour, last: lastSeverity }, seed + 30);
    const alarms = alarmsOf(baselines.slice(0, 1), see(eyes, growing), () => 0);
    for (const detector of detectors)
      printLine(`growing fault noticed, ${fault}`, detector, delayOf(alarms.get(detector)!));
  }
}

/** A diagnoser of the simulated conditions and what is known to it. */
async function eyesOf(settings: RunSettings, seed: number): Promise<Eyes> {
  const records = simulatedRecords('path', 'taught', 100 * seed);
  const set = cutWindows(records, { length: 1200, hop: 1200 });
  const windows = labelledWindows(set, Int32Array.from(set.origins.keys()), 'condition');
  const model = await learnServing(windows, { ...settings, seeds: [seed], logarithm: true });
  const features = modelFeatures(model, windows);
  const probabilities = probabilitiesOf(modelScores(model, windows));
  return { model, novelty: fitNovelty({ features, probabilities, labels: windows.labels }) };
}

/** Seconds at which each detector began to call a change. */
function alarmsOf(
  baselines: readonly (readonly Observation[])[],
  life: readonly Observation[],
  loadOf: (second: number) => number,
): Map<Detector, number[]> {
  const watches = baselines.map((healthy) => new Watch(healthy));
  const alarms = new Map(detectors.map((name) => [name, []] as [Detector, number[]]));
  life.forEach((seen, second) => {
    for (const name of watches[loadOf(second)]!.push(seen)) alarms.get(name)!.push(second);
  });
  return alarms;
}

function delayOf([first]: readonly number[]): string {
  if (first === undefined) return 'not within the hour';
  return `after ${first} s, at severity ${((lastSeverity * first) / hour).toFixed(2)}`;
}

const printLine = (name: string, detector: string, ours: string) => {
  console.log([name, detector, '-', ours].join('\t'));
};
