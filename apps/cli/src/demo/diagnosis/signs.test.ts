import { LiveVerdict } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { BearingFault } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { DriftState, EnvelopeReport } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { describe, expect, it } from 'vitest';
import { firstSpoken, outerRaceEvidence, signWatch } from './signs.js';

const verdict = (
  fields: { unknown?: boolean; steadyCondition?: string },
  state = DriftState.DRIFT_STATE_UNSPECIFIED,
) => LiveVerdict.fromPartial({ verdict: fields, drift: { state } });
const unknown = verdict({ unknown: true });
const known = verdict({});

describe('signWatch', () => {
  it('lets UNKNOWN speak once, when most windows of a second are', () => {
    const watch = signWatch('worn');
    for (let i = 0; i < 5; i++) expect(watch.verdict(unknown)).toEqual([]);
    expect(watch.verdict(unknown)).toEqual(['unknown']);
    expect(watch.verdict(unknown)).toEqual([]);
  });

  it('never lets it speak where every other window is unknown', () => {
    const watch = signWatch('worn');
    const all = Array.from({ length: 40 }, (_, i) => watch.verdict(i % 2 ? unknown : known));
    expect(all.flat()).toEqual([]);
  });

  it('names the condition when it has held for a second, not another one, and not while it is unknown', () => {
    const watch = signWatch('worn');
    const worn = { steadyCondition: 'worn' };
    expect(watch.verdict(verdict({ steadyCondition: 'normal' }))).toEqual([]);
    for (let i = 0; i < 9; i++) watch.verdict(verdict({ ...worn, unknown: true }));
    const said = Array.from({ length: 20 }, () => watch.verdict(verdict(worn)));
    // Of the last ten windows nine, eight, ... are unknown, five from the fifth known one on, which is the first of ten.
    expect(said.findIndex((found) => found.includes('class'))).toBe(13);
  });

  it('speaks of drift again when the machine has been steady in between', () => {
    const watch = signWatch('worn');
    const { DRIFT_STATE_STEADY: steady, DRIFT_STATE_CHANGED: changed } = DriftState;
    const said = [steady, changed, changed, steady, changed].map((state) => watch.verdict(verdict({}, state))); // prettier-ignore
    expect(said).toEqual([[], ['drift'], [], [], ['drift']]);
  });

  it('hears an envelope that names the outer race', () => {
    const watch = signWatch('worn');
    const report = (fault: BearingFault) => EnvelopeReport.fromPartial({ analysis: { verdict: fault } }); // prettier-ignore
    expect(watch.envelope(report(BearingFault.BEARING_FAULT_BALL))).toEqual([]);
    expect(watch.envelope(report(BearingFault.BEARING_FAULT_OUTER_RACE))).toEqual(['envelope']);
  });
});

describe('outerRaceEvidence', () => {
  it('is that of the outer race, not the strongest', () => {
    const evidence = [
      { fault: BearingFault.BEARING_FAULT_BALL, evidence: 2 },
      { fault: BearingFault.BEARING_FAULT_OUTER_RACE, evidence: 1 },
    ];
    expect(outerRaceEvidence(EnvelopeReport.fromPartial({ analysis: { evidence } }))).toBe(1);
    expect(outerRaceEvidence(EnvelopeReport.create())).toBe(0);
  });
});

describe('firstSpoken', () => {
  it('takes what spoke before the fault for false alarms', () => {
    const spoken = [3, 7, 12, 15].map((atSeconds) => ({ sign: 'drift' as const, atSeconds }));
    const [drift, unknownSign] = firstSpoken(spoken, 10);
    expect(drift).toEqual({ sign: 'drift', atSeconds: 12, falseAlarms: 2 });
    expect(unknownSign).toEqual({ sign: 'unknown', atSeconds: undefined, falseAlarms: 0 });
  });
});
