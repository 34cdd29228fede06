import type { Curves, Series } from '../plot.js';
import type { Palette } from '../palette.js';
import { channelOf, colourOf, plotWidth, type Spec } from '../spec.js';

/** Curves of one or more series. */
export function curvesSpec({ x, y, series }: Curves, palette: Palette): Spec {
  const encoding = { x: channelOf('x', x), y: channelOf('y', y) };
  const named = series.filter(({ muted }) => !muted);
  const colour = colourOf('name', named.map(({ name }) => name), palette); // prettier-ignore
  const line = { type: 'line', strokeWidth: 1.75, strokeJoin: 'round' };
  const muted = { ...line, strokeWidth: 1, color: palette.muted, opacity: 0.35 };
  const others = series.filter((each) => each.muted);
  const single = named.filter(({ points }) => points.length === 1);
  const layers = [
    { data: rowsOf(others, y.log), mark: muted, encoding: { ...encoding, detail: { field: 'name' } } },
    { data: rowsOf(named, y.log), mark: line, encoding: { ...encoding, color: colour } },
    { data: rowsOf(single, y.log), mark: { type: 'point', filled: true, size: 50 }, encoding: { ...encoding, color: colour } },
  ]; // prettier-ignore
  const [behind, , dots] = [others, named, single].map(({ length }) => length > 0);
  return {
    ...{ width: plotWidth, height: 240 },
    layer: layers.filter((_, i) => [behind, true, dots][i]),
  };
}

const rowsOf = (series: readonly Series[], log = false) => ({
  values: series.flatMap(({ name, points }) =>
    points.map(([x, y]) => ({ name, x, y: Number.isFinite(y) && (!log || y > 0) ? y : null })),
  ),
});
