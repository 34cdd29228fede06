import {
  leaveOneLoadOut,
  leaveOneSeverityOut,
  oneLoadToOthers,
  randomSplit,
  withinRecording,
  type Split,
  type WindowSet,
} from '@polymath/diagnosis';
import { evaluate, type Method, type Setting } from './methods.js';
import { published } from './published.js';

/** Names of the protocols, from the easiest to the hardest. */
export const protocols = ['random', 'within', 'one-load', 'leave-load', 'leave-severity'] as const;

/** One of {@link protocols}. */
export type Protocol = (typeof protocols)[number];

interface Row {
  name: string;
  /** One for each seed. */
  splits: (seed: number) => Split;
  whiten: boolean;
  stride: number;
}

/** What is run: which methods, how often, and how long filters learn. */
export interface RunSettings {
  methods: readonly Method[];
  seeds: readonly number[];
  segments: number;
  iterations: number;
}

/** Prints a line for each split and method: the figure measured elsewhere, and ours. */
export async function runProtocol(
  protocol: Protocol,
  set: WindowSet,
  { methods, seeds, segments, iterations }: RunSettings,
): Promise<void> {
  for (const { name, splits, whiten, stride } of rowsOf(protocol, set)) {
    console.log(`# ${name}: ${splits(seeds[0]!).leaks}`);
    const isRepeat = stride === 100 || name.endsWith('whitened');
    for (const method of methods) {
      // Filters apart, nothing changes.
      if ((method === 'SPEC' || method === 'STAT') && isRepeat) continue;
      const scores: number[] = [];
      for (const seed of seeds) {
        const setting: Setting = { whiten, stride, logarithm: false, seed, segments, iterations };
        const { accuracy, balanced } = await evaluate(method, set, splits(seed), setting);
        scores.push(protocol === 'leave-severity' ? balanced : accuracy);
      }
      const figure = published[name]?.[method] ?? '-';
      console.log([name, method, figure, spread(scores), '%'].join('\t'));
    }
  }
}

function rowsOf(protocol: Protocol, set: WindowSet): Row[] {
  const { origins } = set;
  if (protocol === 'random') {
    return [10, 100].map((stride) => ({
      name: `random, stride ${stride}`,
      splits: (seed) => randomSplit(origins, 0.25, seed),
      ...{ whiten: true, stride },
    }));
  }
  if (protocol === 'within') {
    const split = withinRecording(origins, 0.25);
    return [{ name: split.name, splits: () => split, whiten: true, stride: 10 }];
  }
  const all = {
    'one-load': () => oneLoadToOthers(origins, '0 hp'),
    'leave-load': () => leaveOneLoadOut(origins),
    'leave-severity': () => leaveOneSeverityOut(origins),
  }[protocol]();
  const plain = all.map((split) => ({
    ...{ name: split.name, splits: () => split },
    ...{ whiten: false, stride: 10 },
  }));
  if (protocol !== 'one-load') return plain;
  // The paper's preprocessing as well: whitening is what an unseen load suffers from.
  return plain.flatMap((row) => [row, { ...row, name: `${row.name}, whitened`, whiten: true }]);
}

/** The mean and, of several, the standard deviation. */
export function spread(values: readonly number[], digits = 2): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return mean.toFixed(digits);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}
