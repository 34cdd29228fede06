import { LiveVerdict } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { drawPlot } from '@polymath/plots';
import { describe, expect, it } from 'vitest';
import { quickBudget } from './budget.js';
import { timelineOf } from './timeline.js';

const verdicts = [0, 1].map((second) =>
  LiveVerdict.fromPartial({
    verdict: { startSeconds: second, probabilities: [1 - second, second], unknownScore: 0.5 },
    ...{ health: { rms: 0.1, kurtosis: 3 }, drift: { score: 2 } },
  }),
);
const spoken = [
  { sign: 'drift' as const, atSeconds: 1 },
  { sign: 'drift' as const, atSeconds: 9 },
];
const conditions = ['normal', 'outer race'];
const timeline = timelineOf({ conditions, windowSeconds: 0.1, verdicts, envelopes: [], spoken }, quickBudget); // prettier-ignore

describe('timelineOf', () => {
  it('marks when the fault began and when a sign first spoke of it', () => {
    const { beginSeconds } = quickBudget.growth;
    expect(timeline.marks).toEqual([
      { at: beginSeconds, name: 'fault begins' },
      { at: 9, name: 'drift' },
    ]);
  });

  it('puts each figure where its window ends, and means probabilities over a second', () => {
    const [drift, probability] = ['drift', 'probability'].map((title) => timeline.panels.find(({ y }) => y.title === title)!); // prettier-ignore
    expect(drift!.series[0]!.points).toEqual([
      [0.1, 2],
      [1.1, 2],
    ]);
    expect(probability!.series.map(({ points }) => points.map(([, y]) => y))).toEqual([[1, 0.5], [0, 0.5]]); // prettier-ignore
  });

  it('can be drawn', async () => {
    expect(await drawPlot(timeline)).toContain('fault begins');
  });
});
