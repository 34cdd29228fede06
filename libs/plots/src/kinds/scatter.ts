import type { Scatter } from '../plot.js';
import type { Palette } from '../palette.js';
import { channelOf, colourOf, plotWidth, type Spec } from '../spec.js';

/** Points, of one or more groups, which differ in colour and in shape. */
export function scatterSpec({ x, y, points }: Scatter, palette: Palette): Spec {
  const groups = [...new Set(points.map(({ group = '' }) => group))];
  const values = points.map(({ group = '', ...point }) => ({ ...point, group }));
  const colour = colourOf('group', groups, palette);
  const shape = { field: 'group', type: 'nominal', scale: { domain: groups }, title: null, legend: colour['legend'] }; // prettier-ignore
  return {
    ...{ width: plotWidth, height: 240, data: { values } },
    mark: { type: 'point', filled: true, size: 36, opacity: 0.7 },
    encoding: { x: channelOf('x', x), y: channelOf('y', y), color: colour, shape },
  };
}
