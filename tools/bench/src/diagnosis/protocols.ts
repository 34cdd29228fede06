import {
  leaveOneLoadOut,
  leaveOneSeverityOut,
  oneLoadToOthers,
  randomSplit,
  withinRecording,
  type Split,
  type WindowSet,
} from '@polymath/diagnosis';
import { evaluate, type Score } from './methods.js';
import type { Method, Protocol } from './names.js';
import { published } from './published.js';
import { tuneSae } from './tune-sae.js';

interface Row {
  /** Of splits that share the windows that teach, one name each. */
  names: readonly string[];
  /** For each seed, in the order of the names. */
  splits: (seed: number) => Split[];
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
  for (const { names, splits, whiten, stride } of rowsOf(protocol, set)) {
    const [first] = splits(seeds[0]!) as [Split];
    console.log(`# ${names.join(', ')}: ${first.leaks}`);
    const setting = { whiten, stride, logarithm: false, segments, iterations };
    const isRepeat = stride === 100 || names[0]!.endsWith('whitened');
    for (const method of methods) {
      // Filters apart, nothing changes.
      if ((method === 'SPEC' || method === 'STAT') && isRepeat) continue;
      const sae = method === 'SAE-LCN' ? await tuneSae(protocol, set, first, setting) : undefined;
      const scores: Score[][] = [];
      for (const seed of seeds)
        scores.push(await evaluate(method, set, splits(seed), { ...setting, seed, ...(sae && { sae }) })); // prettier-ignore
      names.forEach((name, i) => {
        const key = protocol === 'leave-severity' ? 'balanced' : 'accuracy';
        const found = scores.map((each) => each[i]![key]);
        const figure = published[name]?.[method] ?? '-';
        console.log([name, method, figure, spread(found), '%'].join('\t'));
      });
    }
  }
}

function rowsOf(protocol: Protocol, { origins }: WindowSet): Row[] {
  if (protocol === 'random') {
    return [10, 100].map((stride) => ({
      names: [`random, stride ${stride}`],
      splits: (seed) => [randomSplit(origins, 0.25, seed)],
      ...{ whiten: true, stride },
    }));
  }
  const row = (splits: Split[], whiten: boolean): Row => ({
    names: splits.map(({ name }) => (whiten && protocol === 'one-load' ? `${name}, whitened` : name)), // prettier-ignore
    splits: () => splits,
    ...{ whiten, stride: 10 },
  });
  if (protocol === 'within') return [row([withinRecording(origins, 0.25)], true)];
  if (protocol === 'one-load') {
    // The paper's preprocessing as well: whitening is what an unseen load suffers from.
    const splits = oneLoadToOthers(origins, '0 hp');
    return [row(splits, false), row(splits, true)];
  }
  const all = protocol === 'leave-load' ? leaveOneLoadOut(origins) : leaveOneSeverityOut(origins);
  return all.map((split) => row([split], false));
}

/** The mean and, of several, the standard deviation. */
export function spread(values: readonly number[], digits = 2): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return mean.toFixed(digits);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}
