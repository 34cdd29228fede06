import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { comparisonTable, protocolRows, readResults } from './comparison.js';

const result = (method: string, accuracy: number, protocol = 'random') => ({
  ...{ protocol, method, accuracy, trainingWindows: 10, testWindows: 30 },
  leaks: 'the same recordings',
});
const load = 'leave one load out';
const nsae = [
  ...[result('NSAE-LCN', 1), result('SPEC', 0.5), result('STAT', 0.25)],
  ...[result('NSAE-LCN', 0.8, load), result('SPEC', 0.4, load), result('STAT', 0.2, load)],
  ...[result('NSAE-LCN', 0.6, load), result('SPEC', 0.4, load), result('STAT', 0.2, load)],
  result('NSAE-LCN', 0, 'diagnoser'),
];
const sae = [result('SAE-LCN', 0.9), result('SPEC', 0), result('SAE-LCN', 0.7, load)];

describe('protocolRows', () => {
  it('means each method over the splits of a protocol, but those that calibrate', () => {
    expect(protocolRows(nsae, sae).map(({ protocol, splits, accuracies }) => [protocol, splits, accuracies])).toEqual([
      ['random', 1, { 'NSAE-LCN': 1, 'SAE-LCN': 0.9, SPEC: 0.5, STAT: 0.25 }],
      [load, 2, { 'NSAE-LCN': 0.7, 'SAE-LCN': 0.7, SPEC: 0.4, STAT: 0.2 }],
    ]); // prettier-ignore
  });
});

describe('comparisonTable', () => {
  it('says of each protocol what it gives away, in lines that fit', () => {
    const [row] = protocolRows(nsae, sae);
    const leaks = 'the same machine, '.repeat(8);
    const lines = comparisonTable([{ ...row!, leaks }]).split('\n');
    expect(lines[2]).toMatch(/^random +1 +100\.0 % +90\.0 % +50\.0 % +25\.0 %$/);
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(`random: ${leaks.trim()}`);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});

describe('readResults', () => {
  it('refuses what is no report', () => {
    expect(() => readResults('{"results":[{}]}')).toThrow(PolymathError);
    expect(readResults(JSON.stringify({ results: nsae }))).toEqual(nsae);
  });
});
