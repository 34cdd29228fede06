import { writeFileSync } from 'node:fs';
import type { Band } from '@polymath/diagnosis';
import type { JobFiles } from '@polymath/engine-host';
import type { Measured } from './measure.js';

/** What `report.json` of a training says. */
export interface TrainingReport {
  conditions: readonly string[];
  sampleRateHz: number;
  /** Samples. */
  windowLength: number;
  /** Windows that say nothing: constant, clipped, dropped out, or with values that are no numbers. */
  windowsLeftOut: number;
  seed: number;
  /** Each method on each split; those of the protocol `diagnoser` are of the windows that calibrated the diagnoser. */
  results: readonly Measured[];
  calibration: { windows: string; temperature: number; before: number; after: number };
  /** Of the filters as they act on the raw signal. */
  filters: {
    meanCosine: number;
    nearestTwin: number;
    orthonormalityError: number;
    bands: readonly Band[];
  };
}

/** Writes a report as an output of a job. */
export function writeReport(files: JobFiles, report: TrainingReport | object): void {
  const path = files.output('report.json', 'application/json');
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** The mean accuracy of each method over the splits of each protocol, e.g. `nsae-lcn.within-recording`. */
export function accuracyMetrics(results: readonly Measured[]): Record<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { protocol, method, accuracy } of results) {
    const name = `${method}.${protocol}`.toLowerCase().replaceAll(' ', '-');
    const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 };
    sums.set(name, { sum: sum + accuracy, count: count + 1 });
  }
  return Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]));
}
