import { DescribeDiagnoserResponse, DiagnoseRecordingResponse } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis'; // prettier-ignore
import {
  AnalyzeEnvelopeResponse,
  BearingFault,
} from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import type { Filters, Spectrum } from '@polymath/plots';
import { describe, expect, it } from 'vitest';
import { picturesOf } from './pictures.js';
import { verdictView } from './verdict-view.js';

const shown = { unit: 'g', rpm: 1800 };
const envelope = AnalyzeEnvelopeResponse.fromPartial({
  ...{ verdict: BearingFault.BEARING_FAULT_OUTER_RACE, outerRaceOrder: 3.5, innerRaceOrder: 5.4, ballOrder: 4.7 },
  evidence: [{ fault: BearingFault.BEARING_FAULT_OUTER_RACE, evidence: 2.1, band: { lowHz: 2000, highHz: 4000 }, harmonics: [{ frequencyHz: 105.2 }] }],
  spectrum: { band: { lowHz: 2000, highHz: 4000 }, stepHz: 1, amplitudes: [0, 1] },
}); // prettier-ignore
const diagnosis = DiagnoseRecordingResponse.fromPartial({
  conditions: ['normal', 'worn'],
  summary: { condition: 'worn', probabilities: [0.1, 0.9], unknownShare: 0.25, usableWindows: 8, badWindows: 1, reasons: [{ filter: 3, centreHz: 2100, share: -0.5 }] },
}); // prettier-ignore

describe('picturesOf', () => {
  it('marks the rates of faults that were looked for, in Hz, and the shaft', () => {
    const { envelope: plot, ...others } = picturesOf({ envelope }, shown);
    const { marks, y } = plot as Spectrum;
    // 3.5 orders of 1,800 / 60 Hz and its multiples.
    expect(marks.map(({ at }) => at)).toEqual([105, 210, 315, 30]);
    expect(marks[1]!.name).toBe('outer race 2×');
    expect(y.title).toBe('squared envelope / g²');
    expect(others).toEqual({});
  });

  it('shows the filters that spoke, with what they said', () => {
    const diagnoser = DescribeDiagnoserResponse.fromPartial({ filters: [{ filter: 1 }, { filter: 3, taps: [1, 2], magnitudes: [3] }] }); // prettier-ignore
    const { filters } = picturesOf({ diagnosis, diagnoser }, shown);
    expect((filters as Filters).filters).toEqual([{ name: '2,100 Hz: −0.50', taps: [1, 2], magnitudes: [3] }]); // prettier-ignore
  });
});

describe('verdictView', () => {
  it('says the verdict first, then how sure it is', () => {
    const text = verdictView({ diagnosis, envelope }, shown);
    const [first, second] = text.split('\n');
    expect(first).toBe('worn: the likeliest over 8 windows, 25.0 % of them unknown');
    expect(second).toBe('1 windows say nothing (constant, clipped or no numbers)');
    expect(text).toMatch(/worn +90\.0 %\nnormal +10\.0 %/);
    expect(text).toContain('Envelope: repeats at the rate of a fault of the outer race');
  });

  it('says where the condition is none that was taught', () => {
    const summary = { ...diagnosis.summary!, unknown: true };
    expect(verdictView({ diagnosis: { ...diagnosis, summary } }, shown)).toMatch(/^UNKNOWN: 25\.0 % of 8 windows/);
  }); // prettier-ignore
});
