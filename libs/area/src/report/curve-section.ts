import type { Axis, Figure, Section, Series } from '@polymath/plots';
import { pointsOf } from './thinned-curve.js';
import type { PhaseCurve } from './with-history.js';

/** So many curves of a picture have a name; of more only the last one has, the others stand in grey behind it. */
const mostNamed = 6;
/** A page with more pictures is not looked at. */
const mostFigures = 24;
/** From here on the largest over the smallest value asks for a logarithmic axis. */
const wideRange = 30;

/**
 * The curves of a training: one picture a metric, with the phases that have it; undefined where nothing has a course.
 * @param note what a reader must know of them, a sentence
 */
export function curveSection(curves: readonly PhaseCurve[], note?: string): Section | undefined {
  const groups = new Map<string, PhaseCurve[]>();
  for (const each of curves.filter(isOwn)) {
    if (pointsOf(each.curve).length < 2) continue;
    const key = `${splitPhase(each.phase).kind} ${baseOf(each.metric)}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const figures = [...groups.values()].slice(0, mostFigures).map(figureOf);
  if (figures.length === 0) return undefined;
  const text = note === undefined ? [] : [{ kind: 'text' as const, text: note }];
  return { title: 'Training', blocks: [...text, ...figures] };
}

/** A sum of one term is the same as its term: the first of equal curves of a phase is enough. */
function isOwn({ phase, curve }: PhaseCurve, place: number, all: readonly PhaseCurve[]): boolean {
  const points = JSON.stringify(pointsOf(curve));
  const before = all.slice(0, place).filter((other) => other.phase === phase);
  return !before.some((other) => JSON.stringify(pointsOf(other.curve)) === points);
}

/** `all but 0 hp, SPEC: recognizer` is one of several turns, of the kind `recognizer`. */
function splitPhase(phase: string): { turn: string; kind: string } {
  const at = phase.lastIndexOf(': ');
  return at < 0 ? { turn: phase, kind: '' } : { turn: phase.slice(0, at), kind: phase.slice(at + 2) };
} // prettier-ignore

/** What a metric and the same one on held-out inputs have in common. */
function baseOf(metric: string): string {
  const base = metric.replace(/^(validation|heldOut)/, '');
  return base.charAt(0).toLowerCase() + base.slice(1);
}

/** `validationAccuracy` as `validation accuracy`, `recallAt8` as `recall at 8`, `sampleRateHz` as `sample rate / Hz`. */
export const wordsOf = (name: string): string =>
  name.replaceAll(/(?<=[a-z0-9])[A-Z]|(?<=At)\d/g, (letter) => ` ${letter.toLowerCase()}`).replace(/ hz$/, ' / Hz'); // prettier-ignore

function figureOf(group: readonly PhaseCurve[]): Figure {
  const metrics = [...new Set(group.map(({ metric }) => metric))];
  const turns = [...new Set(group.map(({ phase }) => splitPhase(phase).turn))];
  const nameOf = ({ phase, metric }: PhaseCurve) => {
    const names = [...(turns.length > 1 ? [splitPhase(phase).turn] : []), ...(metrics.length > 1 ? [wordsOf(metric)] : [])];
    return names.join(', ') || wordsOf(metric);
  }; // prettier-ignore
  const hidden = group.length > mostNamed;
  const series = group.map((each, i): Series => ({
    ...{ name: nameOf(each), points: pointsOf(each.curve) },
    ...(hidden && i < group.length - 1 && { muted: true }),
  }));
  const base = wordsOf(metrics.length > 1 ? baseOf(metrics[0]!) : metrics[0]!);
  const { kind } = splitPhase(group[0]!.phase);
  const what = kind === '' ? base : `${kind}: ${base}`;
  const y = axisOf(base, series);
  const caption = hidden ? `${what}; ${nameOf(group.at(-1)!)} in colour, the ${group.length - 1} others in grey` : group.length === 1 ? `${what}, ${courseOf(series[0]!, y)}` : what; // prettier-ignore
  return {
    kind: 'figure',
    plot: { kind: 'curves', x: { title: 'step' }, y, series },
    caption,
  };
}

/** E.g. `from 2.3 to 0.0846`. */
function courseOf({ points }: Series, { percent }: Axis): string {
  const text = (value: number) => (percent ? `${(100 * value).toFixed(1)} %` : String(Number(value.toPrecision(3)))); // prettier-ignore
  return `from ${text(points[0]![1])} to ${text(points.at(-1)![1])}`;
}

function axisOf(title: string, series: readonly Series[]): Axis {
  if (/accuracy|recall|share/.test(title)) return { title, percent: true };
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return { title, ...(low > 0 && high / low > wideRange && { log: true }) };
}
