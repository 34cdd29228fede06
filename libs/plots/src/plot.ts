/** What an axis says; a title ends with its unit, e.g. `frequency / Hz`. */
export interface Axis {
  title: string;
  /** Logarithmic; values must be above 0. */
  log?: boolean;
  /** Shows shares from 0 to 1 as percent. */
  percent?: boolean;
  /** From and to; else what the values need. */
  range?: readonly [number, number];
}

/** Values over a common axis, e.g. losses over steps. */
export interface Curves {
  kind: 'curves';
  x: Axis;
  y: Axis;
  series: readonly Series[];
}

/** One curve. Values that are no numbers leave a gap. */
export interface Series {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
  /** Drawn in grey behind the others, without a name. */
  muted?: boolean;
}

/** What of each class (rows) was taken for which (columns). */
export interface Confusion {
  kind: 'confusion';
  classes: readonly string[];
  /** [classes][classes] */
  counts: readonly (readonly number[])[];
}

/** Values with a name each, with intervals where they are known. */
export interface Bars {
  kind: 'bars';
  value: Axis;
  bars: readonly Bar[];
}

/** One bar. Bars of one name have one colour in all groups. */
export interface Bar {
  name: string;
  group?: string;
  value: number;
  /** E.g. the smallest and the largest of what `value` is the mean of. */
  interval?: readonly [low: number, high: number];
}

/** Equally spaced lines of a spectrum, from 0 on, and frequencies that are to be looked at. */
export interface Spectrum {
  kind: 'spectrum';
  x: Axis;
  y: Axis;
  /** From one line to the next, in the unit of x. */
  step: number;
  values: readonly number[];
  marks: readonly Mark[];
}

/** A named place in a spectrum or on a timeline. Marks of one group have one colour. */
export interface Mark {
  at: number;
  name: string;
  group: string;
}

/** The course of a signal: the smallest and the largest value of each piece of it. */
export interface Waveform {
  kind: 'waveform';
  x: Axis;
  y: Axis;
  /** Length of a piece, in the unit of x. */
  step: number;
  low: readonly number[];
  high: readonly number[];
}

/** Small filters: each in time, and beside it the magnitude of its spectrum from 0 to half the sampling rate. */
export interface Filters {
  kind: 'filters';
  filters: readonly { name: string; taps: readonly number[]; magnitudes: readonly number[] }[];
}

/** Pairs of values. */
export interface Scatter {
  kind: 'scatter';
  x: Axis;
  y: Axis;
  points: readonly { x: number; y: number; group?: string }[];
}

/** How often what was said with some certainty was right. */
export interface Reliability {
  kind: 'reliability';
  series: readonly {
    name: string;
    /** Bins with something in them; both shares from 0 to 1. */
    bins: readonly { confidence: number; accuracy: number; count: number }[];
  }[];
}

/** What happened in the course of something: panels under each other over one time, and named moments across all of them. */
export interface Timeline {
  kind: 'timeline';
  x: Axis & { range: readonly [number, number] };
  panels: readonly Panel[];
  marks: readonly Omit<Mark, 'group'>[];
}

/** One or more series with an axis of their own. */
export interface Panel {
  y: Axis;
  series: readonly Series[];
  /** A value that is not to be passed, as a line. */
  limit?: number;
}

/** A picture as data: everything that it shows and nothing of how. */
export type Plot =
  Curves | Confusion | Bars | Spectrum | Waveform | Filters | Scatter | Reliability | Timeline;
