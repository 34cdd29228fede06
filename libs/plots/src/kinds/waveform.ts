import type { Waveform } from '../plot.js';
import type { Palette } from '../palette.js';
import { channelOf, plotWidth, type Spec } from '../spec.js';

/** A signal over time, as the area between the smallest and the largest value of each piece. */
export function waveformSpec({ x, y, step, low, high }: Waveform, palette: Palette): Spec {
  const values = low.map((value, i) => ({ x: i * step, low: value, high: high[i] }));
  const range = x.range ?? ([0, low.length * step] as const);
  return {
    ...{ width: plotWidth, height: 180, data: { values } },
    mark: { type: 'area', color: palette.series[0], opacity: 1 },
    encoding: {
      x: channelOf('x', { ...x, range }),
      y: channelOf('high', y),
      y2: { field: 'low' },
    },
  };
}
