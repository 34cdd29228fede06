import type { DiagnoseRecordingResponse } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { BearingFault, type AnalyzeEnvelopeResponse } from '@polymath/contracts/polymath/diagnosis/v1/envelope'; // prettier-ignore
import { formatFigure } from '../output/format.js';
import { table } from '../output/table.js';
import type { Answers, Shown } from './pictures.js';

/** Kinds of faults in words. */
export const faultNames: Readonly<Record<number, string>> = {
  [BearingFault.BEARING_FAULT_OUTER_RACE]: 'outer race',
  [BearingFault.BEARING_FAULT_INNER_RACE]: 'inner race',
  [BearingFault.BEARING_FAULT_BALL]: 'ball',
  [BearingFault.BEARING_FAULT_CAGE]: 'cage',
};

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** What a service says of a recording, for people: the verdict first. */
export function verdictView({ diagnosis, envelope }: Answers, shown: Shown): string {
  const parts = [
    ...(diagnosis ? diagnosisView(diagnosis, shown) : []),
    ...(envelope ? envelopeView(envelope) : []),
  ];
  return parts.join('\n\n');
}

function diagnosisView({ conditions, summary }: DiagnoseRecordingResponse, { unit }: Shown): string[] {
  if (!summary || summary.usableWindows === 0) return ['No verdict: no window of the recording is usable.']; // prettier-ignore
  const { condition, probabilities, unknown, unknownShare, usableWindows, badWindows } = summary;
  const verdict = unknown
    ? `UNKNOWN: ${percent(unknownShare)} of ${usableWindows} windows are of no condition that was taught (nearest: ${condition})`
    : `${condition}: the likeliest over ${usableWindows} windows, ${percent(unknownShare)} of them unknown`;
  const left = badWindows > 0 ? `\n${badWindows} windows say nothing (constant, clipped or no numbers)` : ''; // prettier-ignore
  const likely = conditions
    .map((name, i) => [name, probabilities[i] ?? 0] as const)
    .sort((a, b) => b[1] - a[1]);
  const shares = table(['condition', 'probability'], likely.map(([name, share]) => [name, percent(share)])); // prettier-ignore
  const { health } = summary;
  const figures = health && `rms ${formatFigure(health.rms)} ${unit}, peak ${formatFigure(health.peak)} ${unit}, crest ${formatFigure(health.crest)}, kurtosis ${formatFigure(health.kurtosis)}`; // prettier-ignore
  return [`${verdict}${left}`, shares, ...(figures ? [figures] : [])];
} // prettier-ignore

function envelopeView({ verdict, evidence }: AnalyzeEnvelopeResponse): string[] {
  const fault = faultNames[verdict];
  const said = fault
    ? `Envelope: repeats at the rate of a fault of the ${fault}`
    : 'Envelope: no rate of a fault stands out, which neither proves nor rules one out';
  const rows = evidence.map(({ fault: kind, band, evidence: strength, harmonics }) => [
    ...[faultNames[kind] ?? '', strength.toFixed(2), `${band?.lowHz} to ${band?.highHz} Hz`],
    harmonics.map(({ frequencyHz }) => frequencyHz.toFixed(1)).join(', '),
  ]);
  return [said, table(['rate of', 'evidence', 'band', 'lines / Hz'], rows)];
}
