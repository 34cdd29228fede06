import { barsSpec } from './kinds/bars.js';
import { confusionSpec } from './kinds/confusion.js';
import { curvesSpec } from './kinds/curves.js';
import { filtersSpec } from './kinds/filters.js';
import { reliabilitySpec } from './kinds/reliability.js';
import { scatterSpec } from './kinds/scatter.js';
import { spectrumSpec } from './kinds/spectrum.js';
import { timelineSpec } from './kinds/timeline.js';
import { waveformSpec } from './kinds/waveform.js';
import { paletteOf, type Palette, type Theme } from './palette.js';
import type { Plot } from './plot.js';
import { configOf, type Spec } from './spec.js';
import { toSvg } from './to-svg.js';

/**
 * A picture as the text of an SVG file; equal data give equal bytes.
 * @param theme of `light` and `dark` the file has the background; that of `page` is none
 */
export async function drawPlot(plot: Plot, theme: Theme = 'light'): Promise<string> {
  const palette = paletteOf(theme);
  const background = theme === 'page' ? null : palette.paper;
  const common = { background, padding: 12, config: configOf(palette) };
  return toSvg({ ...common, ...specOf(plot, palette) });
}

function specOf(plot: Plot, palette: Palette): Spec {
  switch (plot.kind) {
    case 'bars':
      return barsSpec(plot, palette);
    case 'confusion':
      return confusionSpec(plot, palette);
    case 'curves':
      return curvesSpec(plot, palette);
    case 'filters':
      return filtersSpec(plot, palette);
    case 'reliability':
      return reliabilitySpec(plot, palette);
    case 'scatter':
      return scatterSpec(plot, palette);
    case 'spectrum':
      return spectrumSpec(plot, palette);
    case 'timeline':
      return timelineSpec(plot, palette);
    case 'waveform':
      return waveformSpec(plot, palette);
  }
}
