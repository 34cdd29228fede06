import type { EnvelopeReport } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { DriftState } from '@polymath/contracts/polymath/diagnosis/v1/live';
import type { TrendPoint } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { faultNames } from '../../recording/verdict-view.js';
import { outerRaceEvidence } from './signs.js';

/** What a line shows. */
export interface LiveMoment {
  readonly atSeconds: number;
  /** The truth. */
  readonly severity: number;
  readonly trend: TrendPoint;
  /** The newest one. */
  readonly envelope: EnvelopeReport | undefined;
}

const widths = [4, 11, 5, 8, 13, 12, 15] as const;
const barWidth = 5;

const row = (cells: readonly string[]) =>
  cells.map((cell, i) => (i < 4 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ').trimEnd(); // prettier-ignore

/** The head over the lines. */
export const liveHead = row(['time', 'severity', 'rms/g', 'kurtosis', 'drift', 'verdict', 'envelope']); // prettier-ignore

/** The last seconds of a stream in one line. @param most the size at the end */
export function liveLine(
  { atSeconds, severity, trend, envelope }: LiveMoment,
  most: number,
): string {
  const { health, drift, unknownShare, steadyCondition } = trend;
  const isUnknown = unknownShare > 0.5;
  const changed = drift?.state === DriftState.DRIFT_STATE_CHANGED;
  const blocks = Math.round((barWidth * severity) / most);
  const fault = faultNames[envelope?.analysis?.verdict ?? 0];
  return row([
    `${atSeconds.toFixed(0)} s`,
    `${'█'.repeat(blocks).padEnd(barWidth, '·')}  ${severity.toFixed(2)}`,
    (health?.rms ?? NaN).toFixed(3),
    (health?.kurtosis ?? NaN).toFixed(2),
    `${(drift?.score ?? NaN).toFixed(2).padStart(5)}${changed ? ' CHANGED' : ''}`,
    isUnknown ? `UNKNOWN ${(100 * unknownShare).toFixed(0)} %` : steadyCondition || '-',
    envelope ? `${outerRaceEvidence(envelope).toFixed(2)} ${fault ?? ''}` : '-',
  ]);
}
