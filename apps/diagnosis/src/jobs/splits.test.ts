import { SplitProtocol } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { describe, expect, it } from 'vitest';
import { splitsOf } from './splits.js';

/** Four windows each of two conditions under three loads, as they come in a request. */
const origins = ['1 hp', '0 hp', '2 hp'].flatMap((load) =>
  ['normal', 'IR'].flatMap((condition) =>
    [0, 1, 2, 3].map((i) => ({
      ...{ recording: `${condition} ${load}`, start: 100 * i, length: 100 },
      ...{ condition, fault: condition, load },
    })),
  ),
);
const loadsOf = (places: Int32Array) => [...new Set([...places].map((at) => origins[at]!.load))];

describe('splitsOf', () => {
  it('teaches with the load of the first recording and tests with each other one', () => {
    const found = splitsOf([SplitProtocol.SPLIT_PROTOCOL_ONE_LOAD_TO_OTHERS], origins, 1);
    expect(found.map(({ protocol, split }) => [protocol, split.name])).toEqual([
      ['one load to others', '1 hp to 0 hp'],
      ['one load to others', '1 hp to 2 hp'],
    ]);
    expect(found.map(({ split }) => [loadsOf(split.train), loadsOf(split.test)])).toEqual([
      [['1 hp'], ['0 hp']],
      [['1 hp'], ['2 hp']],
    ]);
  });

  it('takes parts of recordings, and whole loads where there are several, unless asked', () => {
    const names = splitsOf([], origins, 1).map(({ split }) => split.name);
    const first = 'first 25 % of each recording';
    expect(names).toEqual([first, 'all but 0 hp', 'all but 1 hp', 'all but 2 hp']);
    const alone = origins.filter(({ load }) => load === '0 hp');
    expect(splitsOf([], alone, 1).map(({ split }) => split.name)).toEqual([first]);
  });
});
