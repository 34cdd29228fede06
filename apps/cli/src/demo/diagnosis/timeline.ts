import type { Panel, Series, Timeline } from '@polymath/plots';
import { savePictures } from '../../recording/pictures.js';
import { severityAt, type DiagnosisBudget } from './budget.js';
import type { Heard } from './listen.js';
import { growingCondition } from './machine.js';
import { firstSpoken, outerRaceEvidence, type Sign } from './signs.js';

/** What envelopes must reach to name a fault, as the service has it. */
const evidenceThreshold = 1.45;

const marks: Readonly<Record<Sign, string>> = {
  ...{ drift: 'drift', unknown: 'UNKNOWN', class: growingCondition, envelope: 'envelope' },
};

/** Writes the course of a stream as SVG and PNG; gives the names of the files. */
export async function saveTimeline(
  folder: string,
  heard: Heard,
  budget: DiagnosisBudget,
): Promise<string[]> {
  const plots = { timeline: timelineOf(heard, budget) };
  await savePictures(plots, { folder, name: 'growing-fault', theme: 'light' });
  return ['growing-fault.timeline.svg', 'growing-fault.timeline.png'];
}

/** The truth, the figures that follow it, and what was said, over time. */
export function timelineOf(heard: Heard, { growth }: DiagnosisBudget): Timeline {
  const { conditions, windowSeconds, verdicts, envelopes, spoken } = heard;
  type Verdict = Heard['verdicts'][number];
  const over = (name: string, value: (verdict: Verdict) => number) => ({
    name,
    points: verdicts.map((each) => [each.verdict!.startSeconds + windowSeconds, value(each)] as const),
  }); // prettier-ignore
  const evidence = envelopes.map((report) => [report.startSeconds + report.durationSeconds, outerRaceEvidence(report)] as const); // prettier-ignore
  const corners = [0, growth.beginSeconds, growth.seconds];
  const panels: Panel[] = [
    { y: { title: 'severity' }, series: [{ name: 'truth', points: corners.map((at) => [at, severityAt(growth, at)]) }] },
    { y: { title: 'rms / g' }, series: [over('rms', ({ health }) => health?.rms ?? NaN)] },
    { y: { title: 'kurtosis' }, series: [over('kurtosis', ({ health }) => health?.kurtosis ?? NaN)] },
    { y: { title: 'drift', log: true }, limit: 1, series: [over('drift', ({ drift }) => drift?.score ?? NaN)] },
    { y: { title: 'unknown', log: true }, limit: 1, series: [over('unknown', ({ verdict }) => verdict!.unknownScore)] },
    { y: { title: 'envelope' }, limit: evidenceThreshold, series: [{ name: 'envelope', points: evidence }] },
    { y: { title: 'probability', percent: true, range: [0, 1] }, series: conditions.map((name, i) => smooth(over(name, ({ verdict }) => verdict!.probabilities[i] ?? NaN))) },
  ]; // prettier-ignore
  const first = firstSpoken(spoken, growth.beginSeconds);
  return {
    ...{ kind: 'timeline', x: { title: 'time / s', range: [0, growth.seconds] }, panels },
    marks: [
      { at: growth.beginSeconds, name: 'fault begins' },
      ...first.flatMap(({ sign, atSeconds }) => atSeconds === undefined ? [] : [{ at: atSeconds, name: marks[sign] }]),
    ],
  }; // prettier-ignore
}

/** Windows of a second, whose mean is drawn where single ones are too many to see anything. */
const smoothed = 10;

function smooth({ name, points }: Series): Series {
  const mean = (i: number) => {
    const last = points.slice(Math.max(0, i + 1 - smoothed), i + 1).filter(([, y]) => Number.isFinite(y)); // prettier-ignore
    return last.reduce((sum, [, y]) => sum + y, 0) / last.length;
  };
  return { name, points: points.map(([x], i) => [x, mean(i)] as const) };
}
