import { addValue, emptyCurve, pointsOf, type Block, type Cell, type JobReport } from '@polymath/area/report'; // prettier-ignore
import { LearnBaselineRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import type { Normal, Observation } from '@polymath/diagnosis';

type Figure = keyof Normal['figures'];

/** What was learned of one operating point. */
export interface LearnedPoint {
  /** As streams name it. */
  name: string;
  normal: Normal;
  /** Of its usable windows, in the order in which they were measured. */
  observations: readonly Observation[];
}

/** What a healthy machine is like. @param unit of the signal, e.g. `g` */
export function learnBaselineReport(
  spec: LearnBaselineRequest,
  points: readonly LearnedPoint[],
  unit: string,
): JobReport {
  const windows = points.reduce((sum, { normal }) => sum + normal.windows, 0);
  const { diagnoser } = LearnBaselineRequest.toJSON(spec) as { diagnoser?: unknown };
  const [places, names] = [points.length, points.map(({ name }) => name || 'without a name')];
  return {
    title: 'A machine’s own normal',
    sentence: `Learned from ${windows.toLocaleString('en-US')} windows of the healthy machine at ${places === 1 ? 'one operating point' : `${places} operating points`} (${names.join(', ')}).`,
    settings: { diagnoser },
    counts: { recordings: spec.recordings.length, 'files that streams collected': spec.collected.length, windows },
    sections: [
      { title: 'What is normal', blocks: [normalTable(points, unit)] },
      {
        title: 'While it learned',
        blocks: [
          { kind: 'text', text: 'A healthy machine that has warmed up keeps its level. A rise or a fall here became a part of the normal. Of many windows each point is a mean of neighbours.' },
          figureOf(points, 'rms', `rms / ${unit}`, 'rms of each window'),
          figureOf(points, 'kurtosis', 'kurtosis', 'kurtosis of each window: 3 for noise alone, more where there are blows'),
          figureOf(points, 'unknownScore', 'unknown score', 'how foreign the diagnoser finds each window: above 1 it calls it unknown'),
        ],
      },
    ],
  }; // prettier-ignore
}

function normalTable(points: readonly LearnedPoint[], unit: string): Block {
  const rows = points.map(({ name, normal: { windows, figures, limit } }): Cell[] => [
    ...[name || '-', windows, ...(['rms', 'kurtosis', 'unknownScore'] as const).map((figure) => rangeText(figures[figure]))],
    limit,
  ]); // prettier-ignore
  return {
    ...{ kind: 'table', rows },
    columns: ['operating point', 'windows', `rms / ${unit}`, 'kurtosis', 'unknown score', 'drift limit'], // prettier-ignore
    caption:
      'ranges in which two of three windows lie, and how far the features of recent windows may move before drift is said',
  };
}

/** A standard deviation of the logarithm to both sides of its mean. */
function rangeText({ mean, deviation }: Normal['figures'][Figure]): string {
  const [low, high] = [mean - deviation, mean + deviation].map((level) => Number(Math.exp(level).toPrecision(3))); // prettier-ignore
  return `${low} to ${high}`;
}

const figureOf = (
  points: readonly LearnedPoint[],
  figure: Figure,
  title: string,
  caption: string,
): Block => ({
  kind: 'figure',
  plot: {
    ...{ kind: 'curves', x: { title: 'window' }, y: { title } },
    series: points.map(({ name, observations }) => ({
      name: name || 'without a name',
      points: courseOf(observations.map((observation) => observation[figure])),
    })),
  },
  caption,
});

/** Values in their order, the means of neighbours where they are more than a picture can show. */
function courseOf(values: readonly number[]) {
  const curve = emptyCurve();
  values.forEach((value, i) => addValue(curve, i + 1, value));
  return pointsOf(curve);
}
