import type { Axis, Panel, Timeline } from '../plot.js';
import type { Palette } from '../palette.js';
import { channelOf, colourOf, plotWidth, type Spec } from '../spec.js';
import { spread } from '../spread.js';

const panelHeight = 70;
/** Of the numbers beside a panel: titles stand below each other. */
const axisWidth = 58;
/** Between two names of moments, in pixels. */
const nameGap = 13;

/** Panels under each other over one axis; moments cross all of them, their names stand above. */
export function timelineSpec({ x, panels, marks }: Timeline, palette: Palette): Spec {
  const [from, to] = x.range;
  const along = channelOf('x', x);
  const names = spread(marks, (nameGap * (to - from)) / plotWidth);
  const text = {
    data: { values: names },
    mark: { type: 'text', angle: -90, align: 'left', y: -5, fontSize: 10, color: palette.ink },
    encoding: { x: along, text: { field: 'name' } },
  };
  const moments = {
    data: { values: marks.map(({ at }) => ({ x: at })) },
    mark: { type: 'rule', strokeDash: [4, 3], strokeWidth: 1, color: palette.ink, opacity: 0.6 },
    encoding: { x: along },
  };
  return {
    ...{ spacing: 14, resolve: { scale: { color: 'independent' } } },
    vconcat: panels.map((panel, i) => ({
      ...{ width: plotWidth, height: panelHeight },
      resolve: { scale: { color: 'independent' } },
      layer: [
        ...(marks.length > 0 ? [moments] : []),
        ...panelLayers(panel, hidden(x, i < panels.length - 1), palette),
        ...(i === 0 && names.length > 0 ? [text] : []),
      ],
    })),
  };
}

/** Only the last panel says what time it is. */
function hidden(x: Axis, isHidden: boolean): Spec {
  const channel = channelOf('x', x);
  if (!isHidden) return channel;
  return { ...channel, title: null, axis: { ...(channel['axis'] as Spec), labels: false } };
}

function panelLayers({ y, series, limit }: Panel, along: Spec, palette: Palette): Spec[] {
  const values = series.flatMap(({ name, points }) =>
    points.map(([x, value]) => ({ name, x, y: isDrawn(value, y.log) ? value : null })),
  );
  const channel = channelOf('y', y);
  const up = { ...channel, axis: { ...(channel['axis'] as Spec), minExtent: axisWidth } };
  const colour = colourOf('name', series.map(({ name }) => name), palette); // prettier-ignore
  const legend = { orient: 'bottom', offset: 4 };
  const limits = {
    data: { values: [{ y: limit }] },
    mark: { type: 'rule', strokeWidth: 1, color: palette.muted },
    encoding: { y: up },
  };
  const lines = {
    data: { values },
    mark: { type: 'line', strokeWidth: 1.25, strokeJoin: 'round' },
    encoding: { x: along, y: up, color: series.length < 2 ? colour : { ...colour, legend } },
  };
  return [...(limit === undefined ? [] : [limits]), lines];
}

const isDrawn = (value: number, log = false) => Number.isFinite(value) && (!log || value > 0);
