import type { Axis } from './plot.js';
import type { Palette } from './palette.js';

/** A specification of Vega-Lite, or a part of one. */
export type Spec = Readonly<Record<string, unknown>>;

/** How wide pictures are, in pixels, without what stands beside their axes. */
export const plotWidth = 560;

const font = 'system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif';

/** What all pictures have in common: little ink for anything but the data. */
export function configOf({ ink, muted, rule, series }: Palette): Spec {
  const text = { labelFont: font, titleFont: font, labelColor: muted, titleColor: ink };
  const sizes = { labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal' };
  return {
    // A page says what its pictures show; a label for each point would be half of the file.
    ...{ font, aria: false },
    view: { stroke: null },
    axis: {
      ...{ ...text, ...sizes, gridColor: rule, domain: false, ticks: false },
      ...{ labelPadding: 6, titlePadding: 10 },
    },
    legend: {
      ...{ ...text, ...sizes, orient: 'top', title: null, labelFontSize: 12, labelColor: ink },
      ...{
        symbolType: 'stroke',
        symbolStrokeWidth: 3,
        symbolSize: 200,
        offset: 8,
        labelLimit: 320,
      },
    },
    header: { labelFont: font, labelColor: ink, labelFontSize: 12, title: null },
    range: { category: series },
    text: { font, color: ink, fontSize: 11 },
  };
}

/** Whether a tick of a logarithmic axis is a power of ten. */
const isDecade = 'abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 0.000001';

/** The channel of a field along an axis. */
export function channelOf(field: string, axis: Axis): Spec {
  const { title, log = false, percent = false, range } = axis;
  const decades = { condition: { test: isDecade, value: 1 }, value: 0.35 };
  return {
    ...{ field, type: 'quantitative', title },
    scale: {
      ...(log ? { type: 'log' } : { zero: false, nice: range === undefined }),
      ...(range && { domain: range }),
    },
    axis: {
      ...(log ? { tickCount: 5, gridOpacity: decades } : { tickCount: 6, labelOverlap: 'greedy' }),
      ...(percent && { labelExpr: "format(100 * datum.value, '~g') + ' %'" }),
    },
  };
}

/** The channel that tells series apart by colour, in the order of their names; without a legend where there is one alone. */
export function colourOf(field: string, names: readonly string[], { series }: Palette): Spec {
  const range = names.map((_, i) => series[i % series.length]!);
  return {
    ...{ field, type: 'nominal', scale: { domain: names, range }, title: null },
    legend: names.length < 2 ? null : { columns: legendColumns(names), labelLimit: plotWidth - symbolWidth }, // prettier-ignore
  };
}

/** Average width of a letter of a legend, and what stands beside each name, in pixels. */
const [letterWidth, symbolWidth] = [6.5, 40];

/** Columns of a legend that is no wider than the picture below it. */
function legendColumns(names: readonly string[]): number {
  const longest = Math.max(...names.map(({ length }) => length));
  const fitting = Math.floor(plotWidth / (longest * letterWidth + symbolWidth));
  return Math.max(1, Math.min(names.length, fitting));
}
