import type { Block, JobReport } from '@polymath/area/report';
import { EvaluateDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { Evaluated } from '../jobs/evaluation.js';
import { calibrationSection } from './calibration-section.js';
import { confusionSection } from './confusion-section.js';
import { percent } from './percent.js';
import { recordingsTable } from './recordings-table.js';

/** What a diagnoser is worth on other recordings. */
export function evaluateDiagnoserReport(
  spec: EvaluateDiagnoserRequest,
  classes: readonly string[],
  { metrics, confusion, untaught, reliability }: Evaluated,
  { windows, windowsLeftOut }: { windows: number; windowsLeftOut: number },
): JobReport {
  const others = Object.entries(untaught);
  const known = metrics['knownAccuracy'];
  const foreign = others.length > 0 ? ' (those of conditions that were not taught count as right where it says unknown)' : ''; // prettier-ignore
  const { diagnoser } = EvaluateDiagnoserRequest.toJSON(spec) as { diagnoser?: unknown };
  return {
    title: 'A diagnoser, measured',
    sentence: `It is right on ${percent(metrics['accuracy'] ?? 0)} of ${windows.toLocaleString('en-US')} windows${foreign}.`,
    settings: { diagnoser },
    curves: 'none',
    counts: { recordings: spec.recordings.length, windows, 'windows left out (constant, clipped or no numbers)': windowsLeftOut },
    sections: [
      ...(known === undefined ? [] : [
        confusionSection(classes, confusion, 'windows of conditions that were taught'),
        calibrationSection([{ name: 'as it says', bins: reliability, error: metrics['calibrationError']! }], 'these windows'),
      ]),
      ...(others.length > 0 ? [{ title: 'Conditions that were not taught', blocks: [untaughtTable(others)] }] : []),
      { title: 'What it was measured on', blocks: [recordingsTable(spec.recordings)] },
    ],
  }; // prettier-ignore
}

const untaughtTable = (others: [string, { windows: number; unknown: number }][]): Block => ({
  ...{ kind: 'table', columns: ['condition', 'windows', 'called unknown', 'share'] },
  rows: others.map(([name, { windows, unknown }]) => [name, windows, unknown, percent(unknown / windows)]), // prettier-ignore
});
