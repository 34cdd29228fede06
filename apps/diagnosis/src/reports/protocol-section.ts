import type { Block, Section } from '@polymath/area/report';
import type { Measured } from '../jobs/measure.js';
import { percent } from './percent.js';

/** How well each method did on windows that did not teach: protocols with what they leak, trivial rivals beside the method. */
export function protocolSection(results: readonly Measured[]): Section {
  const groups = groupsOf([...results].sort((a, b) => Number(isTrivial(a)) - Number(isTrivial(b))));
  const hasSplits = [...groups.values()].some((group) => group.length > 1);
  const bars = [...groups.values()].map((group) => ({
    ...{ name: group[0]!.method, group: group[0]!.protocol },
    value: group.reduce((sum, { accuracy }) => sum + accuracy, 0) / group.length,
    ...(group.length > 1 && { interval: rangeOf(group) }),
  }));
  const over = hasSplits ? '; where a protocol has several splits the mean, and the line from the worst to the best' : ''; // prettier-ignore
  const value = { title: 'accuracy', percent: true, range: [0, 1] as const };
  const figure: Block = {
    ...{ kind: 'figure', plot: { kind: 'bars', value, bars } },
    caption: `accuracy on windows that did not teach, beside two trivial methods that any other must beat (SPEC: spectrum, STAT: statistics)${over}`,
  };
  return { title: 'How well', blocks: [figure, leakTable(results), splitTable(results)] };
}

const isTrivial = ({ method }: Measured): boolean => ['SPEC', 'STAT'].includes(method);

function groupsOf(results: readonly Measured[]): Map<string, Measured[]> {
  const groups = new Map<string, Measured[]>();
  for (const result of results) {
    const key = `${result.protocol}/${result.method}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return groups;
}

function rangeOf(group: readonly Measured[]): readonly [number, number] {
  const all = group.map(({ accuracy }) => accuracy);
  return [Math.min(...all), Math.max(...all)];
}

function leakTable(results: readonly Measured[]): Block {
  const leaks = new Map(results.map(({ protocol, leaks }) => [protocol, leaks]));
  return {
    ...{ kind: 'table', columns: ['protocol', 'what teaching windows know of the test'] },
    rows: [...leaks],
  };
}

const splitTable = (results: readonly Measured[]): Block => ({
  ...{ kind: 'table', columns: ['protocol', 'split', 'method', 'accuracy', 'balanced', 'teach', 'test'] },
  rows: results.map(({ protocol, split, method, accuracy, balancedAccuracy, trainingWindows, testWindows }) => [
    ...[protocol, split, method, percent(accuracy), percent(balancedAccuracy), trainingWindows, testWindows],
  ]),
}); // prettier-ignore
