import type { Block } from '@polymath/area/report';
import { LearnBaselineRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { learnNormal, type Observation } from '@polymath/diagnosis';
import { describe, expect, it } from 'vitest';
import { learnBaselineReport } from './learn-baseline.js';

type Table = Extract<Block, { kind: 'table' }>;
type Figure = Extract<Block, { kind: 'figure' }>;

/** Windows whose rms is 1 and e² in turn: the logarithm's mean is 1, its deviation √(1000/999). */
const observations = Array.from({ length: 1000 }, (_, i): Observation => ({
  coordinates: [Math.sin(i), Math.cos(3 * i)],
  ...{ rms: i % 2 === 0 ? 1 : Math.exp(2), kurtosis: 3, unknownScore: 0.5 + (i % 10) / 100 },
}));

const reportOf = (...names: string[]) => {
  const points = names.map((name) => ({ name, normal: learnNormal(observations), observations }));
  return learnBaselineReport(LearnBaselineRequest.fromPartial({}), points, 'g');
};

describe('learnBaselineReport', () => {
  it('says of how many windows and where', () => {
    expect(reportOf('0 hp', '3 hp').sentence).toContain(
      '2,000 windows of the healthy machine at 2 operating points (0 hp, 3 hp)',
    );
    expect(reportOf('').sentence).toContain('at one operating point (without a name)');
  });

  it('gives the range of a figure in its own unit', () => {
    const blocks = reportOf('0 hp').sections![0]!.blocks as Table[];
    expect(blocks[0]!.columns[2]).toBe('rms / g');
    expect(blocks[0]!.rows[0]!.slice(0, 3)).toEqual(['0 hp', 1000, '0.999 to 7.39']);
  });

  it('shows the windows of each operating point in their order, neighbours of many joined', () => {
    const blocks = reportOf('0 hp', '3 hp').sections!.at(-1)!.blocks;
    const [rms] = blocks.filter(({ kind }) => kind === 'figure') as [Figure];
    if (rms.plot.kind !== 'curves') throw new Error(rms.plot.kind);
    expect(rms.plot.series.map(({ name }) => name)).toEqual(['0 hp', '3 hp']);
    const { points } = rms.plot.series[1]!;
    expect(points.length).toBeLessThanOrEqual(256);
    // Four neighbours, two of them 1 and two e².
    expect(points.slice(0, 2).map(([window]) => window)).toEqual([4, 8]);
    expect(points[0]![1]).toBeCloseTo((1 + Math.exp(2)) / 2, 9);
  });
});
