import type { Reliability } from '../plot.js';
import type { Palette } from '../palette.js';
import { channelOf, colourOf, type Spec } from '../spec.js';

/**
 * How often what was said with some certainty was right, beside the diagonal of one who knows what he knows. Points are not joined: a line
 * would lend a bin of two inputs the weight of one of a thousand.
 */
export function reliabilitySpec({ series }: Reliability, palette: Palette): Spec {
  const values = series.flatMap(({ name, bins }) => bins.map((bin) => ({ name, ...bin })));
  const share = { percent: true, range: [0, 1] as const };
  const x = channelOf('confidence', { title: 'said probability', ...share });
  const y = channelOf('accuracy', { title: 'share that was right', ...share });
  const colour = colourOf('name', series.map(({ name }) => name), palette); // prettier-ignore
  const legend = colour['legend'] && { ...(colour['legend'] as Spec), symbolType: 'circle', symbolStrokeWidth: 0 }; // prettier-ignore
  const color = { ...colour, legend };
  const size = { field: 'count', type: 'quantitative', scale: { range: [20, 320] }, legend: null };
  const diagonal = [0, 1].map((at) => ({ confidence: at, accuracy: at }));
  return {
    ...{ width: 340, height: 300, data: { values } },
    layer: [
      { data: { values: diagonal }, mark: { type: 'line', strokeDash: [4, 3], strokeWidth: 1, color: palette.muted }, encoding: { x, y } },
      { mark: { type: 'point', filled: true, opacity: 0.8 }, encoding: { x, y, color, size } },
    ],
  }; // prettier-ignore
}
