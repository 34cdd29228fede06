export { drawPlot } from './draw.js';
export type { Theme } from './palette.js';
export type {
  Axis,
  Bar,
  Bars,
  Confusion,
  Curves,
  Filters,
  Mark,
  Panel,
  Plot,
  Reliability,
  Scatter,
  Series,
  Spectrum,
  Timeline,
  Waveform,
} from './plot.js';
export { toPng } from './to-png.js';
export { reportPage } from './report/page.js';
export type { Block, Cell, Figure, Image, Report, Section, Table, Text } from './report/report.js';
