import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DescribeDiagnoserResponse, DiagnoseRecordingResponse } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis'; // prettier-ignore
import type { AnalyzeEnvelopeResponse } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { drawPlot, toPng, type Plot } from '@polymath/plots';
import { faultNames } from './verdict-view.js';

/** What the service has said of a recording. */
export interface Answers {
  diagnosis?: DiagnoseRecordingResponse | undefined;
  diagnoser?: DescribeDiagnoserResponse | undefined;
  envelope?: AnalyzeEnvelopeResponse | undefined;
}

/** How a recording is shown. */
export interface Shown {
  /** As it is written beside numbers, e.g. `m/s²`. */
  unit: string;
  /** Turns a minute; 0: not known. */
  rpm: number;
}

const mostHarmonics = 3;

/** The pictures that the answers allow, by the last part of their file's name. */
export function picturesOf(answers: Answers, shown: Shown): Record<string, Plot> {
  const waveform = waveformPlot(answers, shown);
  const envelope = envelopePlot(answers, shown);
  const filters = filtersPlot(answers);
  return { ...(waveform && { waveform }), ...(envelope && { envelope }), ...(filters && { filters }) };
} // prettier-ignore

/** Writes each picture as SVG and PNG; gives the paths. */
export async function savePictures(
  pictures: Readonly<Record<string, Plot>>,
  { folder, name, theme }: { folder: string; name: string; theme: 'light' | 'dark' },
): Promise<string[]> {
  const paths: string[] = [];
  for (const [part, plot] of Object.entries(pictures)) {
    const svg = await drawPlot(plot, theme);
    for (const [extension, bytes] of [['svg', svg], ['png', await toPng(svg)]] as const) {
      const path = join(folder, `${name}.${part}.${extension}`);
      writeFileSync(path, bytes);
      paths.push(path);
    }
  }
  return paths;
} // prettier-ignore

function waveformPlot({ diagnosis, envelope }: Answers, { unit }: Shown): Plot | undefined {
  const waveform = envelope?.waveform ?? diagnosis?.waveform;
  if (!waveform) return undefined;
  const { stepSeconds: step, low, high } = waveform;
  return { kind: 'waveform', x: { title: 'time / s' }, y: { title: `signal / ${unit}` }, step, low, high }; // prettier-ignore
}

function envelopePlot({ envelope }: Answers, { unit, rpm }: Shown): Plot | undefined {
  if (!envelope?.spectrum) return undefined;
  const { stepHz: step, amplitudes: values, band } = envelope.spectrum;
  const shaftHz = rpm / 60;
  const orders = { 'outer race': envelope.outerRaceOrder, 'inner race': envelope.innerRaceOrder, ball: envelope.ballOrder }; // prettier-ignore
  const looked = envelope.evidence.map(({ fault }) => faultNames[fault]);
  const marks = Object.entries(orders)
    .filter(([group]) => looked.includes(group))
    .flatMap(([group, order]) => Array.from({ length: mostHarmonics }, (_, i) => ({ at: (i + 1) * order * shaftHz, name: `${group} ${i + 1}×`, group }))); // prettier-ignore
  return {
    ...{ kind: 'spectrum', step, values, marks: [...marks, { at: shaftHz, name: 'shaft', group: 'shaft' }] },
    x: { title: `frequency / Hz (envelope of ${band?.lowHz} to ${band?.highHz} Hz)` },
    y: { title: `squared envelope / ${unit.includes('/') ? `(${unit})` : unit}²` },
  }; // prettier-ignore
}

/** The filters that spoke most, with what they said. */
function filtersPlot({ diagnosis, diagnoser }: Answers): Plot | undefined {
  const reasons = diagnosis?.summary?.reasons ?? [];
  if (!diagnoser || reasons.length === 0) return undefined;
  const byPlace = new Map(diagnoser.filters.map((each) => [each.filter, each]));
  const filters = reasons.flatMap(({ filter, centreHz, share }) => {
    const found = byPlace.get(filter);
    const said = `${share < 0 ? '−' : '+'}${Math.abs(share).toFixed(2)}`;
    return found ? [{ name: `${Math.round(centreHz).toLocaleString('en-US')} Hz: ${said}`, taps: found.taps, magnitudes: found.magnitudes }] : []; // prettier-ignore
  });
  return { kind: 'filters', filters };
}
