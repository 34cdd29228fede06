import {
  cutWindows,
  simulateBearing,
  type Recording,
  type ResonanceMode,
  type SimulatedFault,
  type Split,
  type WindowSet,
} from '@polymath/diagnosis';
import { randomStream } from '@polymath/tensor';
import { evaluate } from './methods.js';
import type { Method } from './names.js';
import { spread, type RunSettings } from './protocols.js';

/** Accuracies in percent that were measured elsewhere, on the record that taught and on a new one. */
const published: Readonly<Record<string, string>> = {
  'path 100 NSAE-LCN': '76.3 / 77.0',
  'path 100 SAE-LCN': '71.1 / 68.4',
  'path 100 RAND-LCN': '66.4 / 66.8',
  'path 10 NSAE-LCN': '99.9 / 95.2',
  'path 10 SAE-LCN': '99.3 / 92.2',
  'path 10 RAND-LCN': '98.7 / 92.4',
  'path 10 SPEC': '99.2 / 97.8',
  'path 10 STAT': '99.2 / 98.0',
  'shared 100 NSAE-LCN': '43.6 / 45.0',
  'shared 100 SAE-LCN': '41.9 / 45.8',
  'shared 100 RAND-LCN': '42.1 / 41.0',
  'shared 10 NSAE-LCN': '76.7 / 62.4',
  'shared 10 SAE-LCN': '77.2 / 61.0',
  'shared 10 RAND-LCN': '81.5 / 62.0',
  'shared 10 SPEC': '84.1 / 80.2',
  'shared 10 STAT': '81.6 / 69.2',
};

const faults: readonly SimulatedFault[] = ['ball', 'inner-race', 'outer-race'];
const severities = [0.7, 1.4, 2.8];

/** What the figures elsewhere were measured with. */
const asPublished = { segments: 6000, iterations: 40 };

/** Ten conditions from simulated records: 25 % of one record teaches, its rest and a new record test; a record for each seed. */
export async function runSimulated({ methods, seeds }: RunSettings): Promise<void> {
  for (const mode of ['path', 'shared'] as const) {
    for (const stride of [100, 10]) {
      for (const method of methods) {
        if ((method === 'SPEC' || method === 'STAT') && stride === 100) continue;
        const setting = { whiten: false, stride, logarithm: false, ...asPublished };
        const scores: number[][] = [];
        for (const seed of seeds) scores.push(await sameAndNew(method, mode, { ...setting, seed }));
        const name = `${mode} ${stride} ${method}`;
        const side = (place: number) =>
          spread(
            scores.map((each) => each[place]!),
            1,
          );
        const ours = `${side(0)} / ${side(1)}`;
        console.log(['simulated', name, published[name] ?? '-', ours, '%'].join('\t'));
      }
    }
  }
}

async function sameAndNew(
  method: Method,
  mode: ResonanceMode,
  setting: Parameters<typeof evaluate>[3],
): Promise<number[]> {
  const records = ['taught', 'new'].flatMap((load, i) =>
    simulatedRecords(mode, load, 100 * setting.seed + i),
  );
  const set = cutWindows(records, { length: 1200, hop: 1200 });
  const splits = ['taught', 'new'].map((side) => splitOf(set, side, setting.seed));
  return (await evaluate(method, set, splits, setting)).map(({ accuracy }) => accuracy);
}

/** 25 % of the first record's windows against its rest, or against all of the new record's. */
function splitOf(set: WindowSet, side: string, seed: number): Split {
  const order = randomStream(seed, 'simulated split').permutation(set.origins.length);
  const taught = order.filter((place) => set.origins[place]!.load === 'taught');
  const train = taught.subarray(0, taught.length / 4);
  const test =
    side === 'taught'
      ? taught.subarray(taught.length / 4)
      : order.filter((place) => set.origins[place]!.load === 'new');
  return { name: side, train, test, target: 'condition', leaks: 'simulated' };
}

/** A record of each of the ten conditions, 10 s at 12 kHz. */
export function simulatedRecords(mode: ResonanceMode, load: string, seed: number): Recording[] {
  const conditions: [SimulatedFault, number][] = [
    ['normal', 0],
    ...faults.flatMap((fault) =>
      severities.map((severity): [SimulatedFault, number] => [fault, severity]),
    ),
  ];
  return conditions.map(([fault, severity]) => {
    const { samples, sampleRateHz } = simulateBearing({ fault, severity, mode, seed });
    const condition = `${fault} ${severity}`;
    return { id: `${condition} ${load}`, samples, sampleRateHz, condition, fault, load };
  });
}
