import type { Plot } from './plot.js';

/** Numbers that look random and are always the same. */
const wave = (i: number) => Math.abs(Math.sin(12.9898 * i));

const curve = (name: string, top: number) => ({
  name,
  points: Array.from({ length: 50 }, (_, i) => [i + 1, top * Math.exp(-i / 20)] as const),
});

const bump = (length: number, at: number, width: number) =>
  Array.from({ length }, (_, k) => Math.exp(-(((k - at) / width) ** 2)));

/** A picture of each kind. */
export const samples = {
  curves: {
    kind: 'curves',
    x: { title: 'step' },
    y: { title: 'loss / nats', log: true },
    series: [curve('training', 1), curve('validation', 2), { ...curve('others', 3), muted: true }],
  },
  confusion: {
    kind: 'confusion',
    classes: ['normal', 'inner race', 'outer race'],
    counts: [
      [80, 1, 0],
      [0, 1900, 3],
      [10, 10, 20],
    ],
  },
  bars: {
    kind: 'bars',
    value: { title: 'accuracy', percent: true, range: [0, 1] },
    bars: ['within recording', 'leave one load out'].flatMap((group) => [
      { name: 'NSAE-LCN', group, value: 0.9, interval: [0.8, 0.95] as const },
      { name: 'SPEC', group, value: 0.7 },
    ]),
  },
  spectrum: {
    kind: 'spectrum',
    x: { title: 'frequency / Hz', range: [0, 500] },
    y: { title: 'squared envelope / g²' },
    step: 0.5,
    values: bump(1200, 200, 3),
    marks: [
      { at: 100, name: 'outer race 1×', group: 'outer race' },
      { at: 250, name: 'ball 1×', group: 'ball' },
    ],
  },
  waveform: {
    kind: 'waveform',
    x: { title: 'time / s' },
    y: { title: 'acceleration / g' },
    step: 0.01,
    low: Array.from({ length: 100 }, (_, i) => -wave(i)),
    high: Array.from({ length: 100 }, (_, i) => wave(i + 7)),
  },
  filters: {
    kind: 'filters',
    filters: [300, 1200].map((hertz, i) => ({
      name: `${hertz} Hz`,
      taps: bump(40, 20, 10 + i),
      magnitudes: bump(65, 10 + 30 * i, 5),
    })),
  },
  scatter: {
    kind: 'scatter',
    x: { title: 'centre frequency / Hz' },
    y: { title: 'bandwidth / Hz' },
    points: Array.from({ length: 30 }, (_, i) => ({ x: 6000 * wave(i), y: 900 * wave(i + 3) })),
  },
  timeline: {
    kind: 'timeline',
    x: { title: 'time / s', range: [0, 50] },
    panels: [
      { y: { title: 'rms / g' }, series: [curve('rms', 1)] },
      { y: { title: 'drift', log: true }, limit: 1, series: [curve('drift', 4), curve('other', 2)] },
    ],
    marks: [{ at: 20, name: 'fault begins' }, { at: 25, name: 'drift' }],
  },
  reliability: {
    kind: 'reliability',
    series: [{ name: 'T = 1', bins: [{ confidence: 0.5, accuracy: 0.4, count: 10 }, { confidence: 0.9, accuracy: 0.95, count: 90 }] }],
  },
} as const satisfies Record<string, Plot>; // prettier-ignore
