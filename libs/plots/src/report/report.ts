import type { Plot } from '../plot.js';

/** The page of a report as data. */
export interface Report {
  title: string;
  /** What came out, in one sentence. */
  sentence: string;
  sections: readonly Section[];
}

/** A part of a report under a heading. */
export interface Section {
  title: string;
  blocks: readonly Block[];
}

/** What a section is made of. */
export type Block = Text | Table | Figure | Image;

/** A paragraph. */
export interface Text {
  kind: 'text';
  text: string;
}

/** A table; numbers stand at the right. */
export interface Table {
  kind: 'table';
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  caption?: string;
}

/** Text, a number as it is to be read, or a time that was measured: that one alone differs from run to run. */
export type Cell = string | number | { measured: string };

/** A picture that is drawn from data. */
export interface Figure {
  kind: 'figure';
  plot: Plot;
  caption: string;
}

/** A picture of pixels. */
export interface Image {
  kind: 'image';
  png: Uint8Array;
  caption: string;
  /** Pixels of the page for each of its own; 1 unless given. */
  scale?: number;
}
