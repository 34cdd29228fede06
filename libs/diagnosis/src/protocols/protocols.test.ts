import { describe, expect, it } from 'vitest';
import type { Origin } from '../windows/index.js';
import { balancedAccuracy } from './balanced-accuracy.js';
import { leaveOneLoadOut, leaveOneSeverityOut, oneLoadToOthers, randomSplit, withinRecording } from './protocols.js'; // prettier-ignore
import { checkDisjoint, type Split } from './split.js';

/** Windows of ten samples of recordings of two faults in two sizes and a healthy machine, at three loads. */
function windows(hop: number): Origin[] {
  const conditions: [string, string | undefined][] = [['B', '007'], ['B', '014'], ['IR', '007'], ['IR', '014'], ['normal', undefined]]; // prettier-ignore
  return conditions.flatMap(([fault, severity]) =>
    ['0 hp', '1 hp', '2 hp'].flatMap((load) =>
      Array.from({ length: 20 }, (_, i) => ({
        ...{ recording: `${fault}${severity ?? ''} ${load}`, start: i * hop, length: 10 },
        ...{ condition: `${fault}${severity ?? ''}`, fault, load, ...(severity && { severity }) },
      })),
    ),
  );
}
const apart = windows(10);
const overlapping = windows(5);
const of = (origins: readonly Origin[], places: Int32Array, key: keyof Origin) =>
  [...new Set([...places].map((place) => origins[place]![key]))].sort();

const everything: [string, (origins: readonly Origin[]) => Split[]][] = [
  ['randomSplit', (origins) => [randomSplit(origins, 0.25, 1)]],
  ['withinRecording', (origins) => [withinRecording(origins, 0.25)]],
  ['oneLoadToOthers', (origins) => oneLoadToOthers(origins, '0 hp')],
  ['leaveOneLoadOut', leaveOneLoadOut],
  ['leaveOneSeverityOut', leaveOneSeverityOut],
];

describe.each(everything)('%s', (name, splits) => {
  it('never puts a window on both sides, and says what leaks', () => {
    for (const { train, test, leaks } of splits(apart)) {
      expect(new Set([...train, ...test]).size).toBe(train.length + test.length);
      expect(leaks).not.toBe('');
    }
  });

  it.skipIf(name === 'randomSplit')('never shares samples where windows overlap', () => {
    for (const split of splits(overlapping)) {
      for (const a of split.train) {
        for (const b of split.test) {
          const [x, y] = [overlapping[a]!, overlapping[b]!];
          const isApart = x.recording !== y.recording || Math.abs(x.start - y.start) >= 10;
          expect(isApart).toBe(true);
        }
      }
    }
  });
});

describe('randomSplit', () => {
  it('takes its share of each condition, others for another seed', () => {
    const { train, test } = randomSplit(apart, 0.25, 1);
    expect([train.length, test.length]).toEqual([75, 225]);
    const counts = [...train].filter((place) => apart[place]!.condition === 'IR014');
    expect(counts).toHaveLength(15);
    expect(randomSplit(apart, 0.25, 1).train).toEqual(train);
    expect(randomSplit(apart, 0.25, 2).train).not.toEqual(train);
  });

  it('refuses windows that overlap, and shares that leave a side empty', () => {
    expect(() => randomSplit(overlapping, 0.25, 1)).toThrow(/^random 25 %, seed 1: windows that teach and test share samples of B007 0 hp around sample \d+$/); // prettier-ignore
    expect(() => randomSplit(apart, 1, 1)).toThrow('share: must be above 0 and below 1, got 1');
  });
});

describe('withinRecording', () => {
  it('teaches with the first windows of each recording', () => {
    const { train, test } = withinRecording(apart, 0.25);
    expect(of(apart, train, 'start')).toEqual([0, 10, 20, 30, 40].sort());
    expect(test.length).toBe(15 * 14); // one window between the sides is left out
  });
});

describe('protocols over loads and sizes', () => {
  it('keep the sides apart by what they are named after', () => {
    const [first, second] = oneLoadToOthers(apart, '1 hp');
    expect([first!.name, second!.name]).toEqual(['1 hp to 0 hp', '1 hp to 2 hp']);
    expect(of(apart, first!.train, 'load')).toEqual(['1 hp']);
    expect(of(apart, first!.test, 'load')).toEqual(['0 hp']);
    const loads = leaveOneLoadOut(apart).map(({ train, test }) => [of(apart, train, 'load'), of(apart, test, 'load')]); // prettier-ignore
    expect(loads).toEqual([[['1 hp', '2 hp'], ['0 hp']], [['0 hp', '2 hp'], ['1 hp']], [['0 hp', '1 hp'], ['2 hp']]]); // prettier-ignore
    const [small] = leaveOneSeverityOut(apart);
    expect(small).toMatchObject({ name: 'all but 007', target: 'fault' });
    expect(of(apart, small!.train, 'condition')).toEqual(['B014', 'IR014', 'normal']);
    expect(of(apart, small!.test, 'condition')).toEqual(['B007', 'IR007', 'normal']);
  });

  it('refuse a load that there is not', () => {
    expect(() => oneLoadToOthers(apart, '9 hp')).toThrow('9 hp to 0 hp: no window to train');
  });
});

describe('checkDisjoint', () => {
  it('sees a long window under several short ones', () => {
    const of = (start: number, length: number): Origin => ({ ...apart[0]!, start, length });
    const origins = [of(0, 100), of(10, 5), of(50, 5)];
    const split = { name: 's', train: Int32Array.of(0), test: Int32Array.of(2) };
    expect(() => { checkDisjoint(origins, split); }).toThrow('s: windows that teach and test share samples of B007 0 hp around sample 50'); // prettier-ignore
    checkDisjoint(origins, { name: 's', train: Int32Array.of(1), test: Int32Array.of(2) });
  });
});

describe('balancedAccuracy', () => {
  it('is worked out by hand: (1/1 + 1/3) / 2', () => {
    expect(balancedAccuracy(Int32Array.of(0, 1, 0, 0), Int32Array.of(0, 1, 1, 1))).toBeCloseTo(2 / 3, 12); // prettier-ignore
  });
});
