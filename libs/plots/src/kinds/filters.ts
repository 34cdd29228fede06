import type { Filters } from '../plot.js';
import type { Palette } from '../palette.js';
import { plotWidth, type Spec } from '../spec.js';

const columns = 5;
const height = 34;
const gap = { x: 14, y: 20 };
/** Share of a cell for the filter in time; the rest is its spectrum. */
const share = 0.58;

/** A grid of small filters: in time, and beside it the magnitude of the spectrum. Each fills the height of its cell. */
export function filtersSpec({ filters }: Filters, palette: Palette): Spec {
  const used = Math.min(columns, Math.max(1, filters.length));
  const width = (plotWidth + gap.x) / columns - gap.x;
  const rows = Math.ceil(filters.length / used);
  const cells = filters.map((filter, i) => ({
    ...filter,
    left: (i % used) * (width + gap.x),
    top: Math.floor(i / used) * (height + gap.y) + 12,
  }));
  const taps = cells.flatMap(({ name, taps: values, left, top }) => {
    const most = Math.max(...values.map(Math.abs)) || 1;
    return traceOf(values, (t, value) => ({
      ...{ name, x: left + t * width * share, y: top + (height / 2) * (1 - value / most) },
    }));
  });
  const spectra = cells.flatMap(({ name, magnitudes, left, top }) => {
    const most = Math.max(...magnitudes) || 1;
    const start = left + width * (share + 0.06);
    return traceOf(magnitudes, (t, value) => ({
      ...{ name, x: start + t * width * (0.94 - share) },
      ...{ y: top + height * (1 - value / most), base: top + height },
    }));
  });
  const axis = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null });
  const place = { x: axis('x'), y: axis('y') };
  const labels = cells.map(({ name, left, top }) => ({ name, x: left, y: top - 5 }));
  return {
    ...{ width: used * (width + gap.x) - gap.x, height: rows * (height + gap.y) },
    layer: [
      { data: { values: spectra }, mark: { type: 'area', color: palette.series[1], opacity: 0.5 }, encoding: { ...place, y2: { field: 'base' }, detail: { field: 'name' } } },
      { data: { values: taps }, mark: { type: 'line', strokeWidth: 1, color: palette.series[0] }, encoding: { ...place, detail: { field: 'name' } } },
      { data: { values: labels }, mark: { type: 'text', align: 'left', fontSize: 9, color: palette.muted }, encoding: { ...place, text: { field: 'name' } } },
    ],
  }; // prettier-ignore
}

/** Points of a trace by their place from 0 to 1, to a hundredth of a pixel. */
const traceOf = (
  values: readonly number[],
  pointOf: (share: number, value: number) => Record<string, string | number>,
) =>
  values.map((value, t) => {
    const entries = Object.entries(pointOf(t / Math.max(1, values.length - 1), value));
    return Object.fromEntries(
      entries.map(([key, of]) => [key, typeof of === 'number' ? Math.round(100 * of) / 100 : of]),
    );
  });
