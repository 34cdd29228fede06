import type { Confusion } from '../plot.js';
import type { Palette } from '../palette.js';
import type { Spec } from '../spec.js';

/** Above so many classes cells say nothing in words. */
const mostLabelled = 24;
/** Up to so many classes cells say the count beside the share. */
const mostCounted = 10;

/** A confusion matrix: the darker a cell, the greater its share of the class in its row. */
export function confusionSpec({ classes, counts }: Confusion, palette: Palette): Spec {
  const cell = Math.max(8, Math.min(64, Math.floor(560 / classes.length)));
  const values = counts.flatMap((row, i) => {
    const sum = row.reduce((total, count) => total + count, 0);
    return row.map((count, j) => ({
      ...{ said: classes[j], is: classes[i], share: sum > 0 ? count / sum : 0, right: i === j },
      ...{ text: sum > 0 && count > 0 ? shareText(count / sum) : '', count: count > 0 ? String(count) : '' },
    })); // prettier-ignore
  });
  const longest = Math.max(...classes.map(({ length }) => length));
  const place = (field: string, title: string, orient: string) => {
    const angle =
      orient === 'top' ? { labelAngle: classes.length > 5 && longest > 3 ? -45 : 0 } : {};
    const axis = { orient, title, grid: false, labelLimit: 160, ...angle };
    return { field, type: 'nominal', sort: null, scale: { domain: classes, padding: 0 }, axis };
  };
  const encoding = { x: place('said', 'taken for', 'top'), y: place('is', 'actual', 'left') };
  const fill = { condition: { test: 'datum.right', value: palette.series[0] }, value: palette.series[1] }; // prettier-ignore
  const opacity = { field: 'share', type: 'quantitative', scale: { domain: [0, 1], range: [0, 0.8] }, legend: null }; // prettier-ignore
  const rect = { type: 'rect', stroke: palette.rule, strokeWidth: 1 };
  const isCounted = classes.length <= mostCounted && cell >= 40;
  const text = (field: string, dy: number, fontSize: number) => ({
    mark: { type: 'text', dy, fontSize },
    encoding: { ...encoding, text: { field } },
  });
  const labels = [
    text('text', isCounted ? -6 : 0, cell >= 40 ? 12 : 9),
    ...(isCounted ? [text('count', 9, 10)] : []),
  ];
  return {
    ...{ width: cell * classes.length, height: cell * classes.length, data: { values } },
    layer: [
      { mark: { ...rect, fill: 'transparent' }, encoding },
      { mark: { type: 'rect' }, encoding: { ...encoding, fill, fillOpacity: opacity } },
      ...(classes.length <= mostLabelled ? labels : []),
    ],
  };
}

/** E.g. `98 %`; a share that is neither none nor all is not rounded to either. */
function shareText(share: number): string {
  if (share > 0 && share < 0.005) return '<1 %';
  if (share < 1 && share > 0.995) return '>99 %';
  return `${Math.round(100 * share)} %`;
}
