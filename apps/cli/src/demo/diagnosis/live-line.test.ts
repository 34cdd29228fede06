import { TrendPoint } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { BearingFault } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { DriftState, EnvelopeReport } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { describe, expect, it } from 'vitest';
import { severityAt } from './budget.js';
import { liveHead, liveLine } from './live-line.js';

const growth = { seconds: 80, beginSeconds: 20, severity: 1.5 };
const trend = (fields: object) =>
  TrendPoint.fromPartial({ health: { rms: 0.0571, kurtosis: 3.014 }, steadyCondition: 'normal', ...fields }); // prettier-ignore

describe('severityAt', () => {
  it('is nothing until the fault begins, then rises evenly', () => {
    expect([0, 20, 40, 80].map((at) => severityAt(growth, at))).toEqual([0, 0, 0.5, 1.5]);
  });
});

describe('liveLine', () => {
  it('shows the truth, the figures and what is said, below the head', () => {
    const drift = { state: DriftState.DRIFT_STATE_CHANGED, score: 11.155 };
    const analysis = {
      verdict: BearingFault.BEARING_FAULT_OUTER_RACE,
      evidence: [{ fault: BearingFault.BEARING_FAULT_OUTER_RACE, evidence: 1.614 }],
    };
    const envelope = EnvelopeReport.fromPartial({ analysis });
    const moment = { atSeconds: 40, severity: 0.75, trend: trend({ drift, unknownShare: 0.6 }), envelope }; // prettier-ignore
    const line = liveLine(moment, 1.5);
    expect(line).toBe('40 s  ███··  0.75  0.057      3.01  11.15 CHANGED  UNKNOWN 60 %  1.61 outer race'); // prettier-ignore
    expect(line.length).toBeLessThanOrEqual(80);
    expect(liveHead.indexOf('verdict')).toBe(line.indexOf('UNKNOWN'));
  });

  it('shows no envelope where none came yet', () => {
    const moment = { atSeconds: 2, severity: 0, trend: trend({ drift: { score: 0.4 } }), envelope: undefined }; // prettier-ignore
    expect(liveLine(moment, 1.5)).toMatch(/0\.40 {2,}normal +-$/);
  });
});
