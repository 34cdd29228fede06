import { expect, it } from 'vitest';
import { pairedDifferences, table } from './paired-table.js';

const runs = new Map([
  ['alone', [60, 62, 61]],
  ['KD', [62, 63, 63]],
]);

it('compares each method with the first, seed by seed', () => {
  const [alone, kd] = pairedDifferences(runs);
  expect(alone).toMatchObject({ mean: 61, difference: 0, margin: 0 });
  // scipy.stats.t.interval(0.95, 2, loc=5/3, scale=scipy.stats.sem([2, 1, 2])): 0.2324 to 3.1009
  expect(kd!.difference).toBeCloseTo(5 / 3, 10);
  expect(kd!.margin).toBeCloseTo(1.4342, 3);
});

it('has no interval for one seed', () => {
  const [, kd] = pairedDifferences(new Map([['alone', [60]], ['KD', [62]]])); // prettier-ignore
  expect(kd).toMatchObject({ difference: 2, margin: NaN });
});

it('writes a table', () => {
  expect(table([1, 2, 3], pairedDifferences(runs), 'against alone, points').split('\n')).toEqual([
    '| method | seed 1 | seed 2 | seed 3 | mean | against alone, points |',
    '| ------ | ------ | ------ | ------ | ---- | --------------------- |',
    '| alone  | 60.0   | 62.0   | 61.0   | 61.0 |                       |',
    '| KD     | 62.0   | 63.0   | 63.0   | 62.7 | +1.7 ± 1.4            |',
  ]);
});
