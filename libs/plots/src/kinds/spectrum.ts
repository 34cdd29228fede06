import type { Spectrum } from '../plot.js';
import type { Palette } from '../palette.js';
import { channelOf, colourOf, plotWidth, type Spec } from '../spec.js';
import { spread } from '../spread.js';
import { peaksOf } from '../thin.js';

const mostPoints = 1400;
/** Between two names of marks, in pixels. */
const nameGap = 13;

/** A spectrum with marked lines, whose names stand above it. */
export function spectrumSpec({ x, y, step, values, marks }: Spectrum, palette: Palette): Spec {
  const end = x.range?.[1] ?? step * (values.length - 1);
  const shown = values.slice(0, Math.floor(end / step) + 1);
  const points = peaksOf(shown, mostPoints).map(([k, value]) => ({ x: k * step, y: value }));
  const inside = marks.filter(({ at }) => at <= end);
  const groups = [...new Set(inside.map(({ group }) => group))];
  const ranged = { ...x, range: x.range ?? ([0, end] as const) };
  const along = channelOf('x', ranged);
  const names = spread(inside, (nameGap * end) / plotWidth);
  const series = palette.series.slice(1);
  const colour = { ...colourOf('group', groups, { ...palette, series }), legend: null };
  const dashed = { type: 'rule', strokeDash: [4, 3], strokeWidth: 1.25, opacity: 0.85 };
  return {
    ...{ width: plotWidth, height: 240 },
    layer: [
      { data: { values: inside.map(({ at, group }) => ({ x: at, group })) }, mark: dashed, encoding: { x: along, color: colour } },
      { data: { values: points }, mark: { type: 'line', strokeWidth: 1.1, color: palette.series[0] }, encoding: { x: along, y: channelOf('y', { ...y, range: y.range ?? topped(points) }) } },
      { data: { values: names }, mark: { type: 'text', angle: -90, align: 'left', y: -5, fontSize: 10 }, encoding: { x: along, text: { field: 'name' }, color: colour } },
    ],
  }; // prettier-ignore
}

const topped = (points: readonly { y: number }[]): readonly [number, number] => {
  const top = points.reduce((most, { y }) => Math.max(most, y), 0);
  return [0, 1.05 * (top || 1)];
};
