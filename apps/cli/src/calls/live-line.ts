import type {
  DiagnoseResponse,
  LiveVerdict,
  TrendPoint,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import {
  BearingFault,
  bearingFaultToJSON,
} from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { DriftState, type EnvelopeReport } from '@polymath/contracts/polymath/diagnosis/v1/live';

/** Shows the events of a stream, a line each; remembers the names of conditions from the first one. */
export function liveLine(): (response: DiagnoseResponse) => string {
  let conditions: readonly string[] = [];
  return ({ event }) => {
    switch (event?.$case) {
      case 'opened':
        ({ conditions } = event.value);
        return `knows ${conditions.join(', ')}; windows of ${event.value.windowLength} samples`;
      case 'verdict':
        return verdictLine(event.value, conditions);
      case 'trend':
        return trendLine(event.value);
      case 'envelope':
        return envelopeLine(event.value);
      case 'gap':
        return `gap: ${event.value.lostSeconds.toFixed(3)} s are missing`;
      case 'collected':
        return `collected ${event.value.windows} windows: ${event.value.file!.sha256}`;
      case undefined:
        return '';
    }
  };
}

const at = (seconds: number) => `${seconds.toFixed(3).padStart(9)} s`;

function verdictLine({ verdict, health, drift }: LiveVerdict, conditions: readonly string[]) {
  const { startSeconds, condition, unknown, probabilities, steadyCondition } = verdict!;
  if (condition === '') return `${at(startSeconds)}  says nothing`;
  const probability = probabilities[conditions.indexOf(condition)]!.toFixed(3);
  const parts = [at(startSeconds), unknown ? 'UNKNOWN' : `${condition} ${probability}`];
  parts.push(`steady ${steadyCondition || '-'}`, `rms ${(health?.rms ?? 0).toPrecision(3)}`);
  if (drift) parts.push(`${drift.state === DriftState.DRIFT_STATE_CHANGED ? 'CHANGED' : 'drift'} ${drift.score.toFixed(2)}`); // prettier-ignore
  return parts.join('  ');
}

function trendLine({ startSeconds, usableWindows, unknownShare, health }: TrendPoint): string {
  const unknown = `${Math.round(100 * unknownShare)} % unknown`;
  const kurtosis = `kurtosis ${(health?.kurtosis ?? 0).toFixed(1)}`;
  return `${at(startSeconds)}  trend: ${usableWindows} windows, ${unknown}, ${kurtosis}`;
}

function envelopeLine({ startSeconds, durationSeconds, analysis }: EnvelopeReport): string {
  const { verdict, evidence } = analysis!;
  const fault = verdict === BearingFault.BEARING_FAULT_UNSPECIFIED ? 'no rate stands out' : bearingFaultToJSON(verdict).replace('BEARING_FAULT_', '').toLowerCase().replace('_', ' '); // prettier-ignore
  const strongest = evidence[0]?.evidence.toFixed(2) ?? '-';
  return `${at(startSeconds)}  envelope of ${durationSeconds.toFixed(1)} s: ${fault}, evidence ${strongest}`;
}
