import { orDefault } from '@polymath/area/inputs';
import {
  AnalyzeEnvelopeRequest,
  AnalyzeEnvelopeResponse,
  BearingFault,
  type FaultEvidence as EvidenceMessage,
} from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { analyzeEnvelope, envelopeDefaults, envelopeSpectrum, squaredEnvelope, type BearingFault as FaultName, type EnvelopeReport, type FaultEvidence } from '@polymath/diagnosis'; // prettier-ignore
import type { EngineCall } from '@polymath/engine-host';
import { invalidFields } from '@polymath/errors';
import { readRecording, type OneChannel } from '../inputs/read-recording.js';
import { waveformOf } from '../verdicts/waveform.js';

const faults: Readonly<Record<FaultName, BearingFault>> = {
  'outer-race': BearingFault.BEARING_FAULT_OUTER_RACE,
  'inner-race': BearingFault.BEARING_FAULT_INNER_RACE,
  ball: BearingFault.BEARING_FAULT_BALL,
  cage: BearingFault.BEARING_FAULT_CAGE,
};

/** Says whether the envelope of a recording repeats at a rate of a bearing's fault. */
export const analyzeEnvelopeCall: EngineCall<AnalyzeEnvelopeRequest> = {
  name: 'AnalyzeEnvelope',
  decode: (bytes) => AnalyzeEnvelopeRequest.decode(bytes),
  inputs: ({ recording }) => (recording?.file ? [recording.file] : []),
  handle: async function* (request, files) {
    const recording = request.recording!;
    const { samples, sampleRateHz } = readRecording(files, recording);
    const bands = bandsOf(request, sampleRateHz);
    if (samples.length < sampleRateHz) {
      const description = `must hold at least 1 s, got ${samples.length / sampleRateHz}`;
      throw invalidFields([{ field: 'recording.file', description }]);
    }
    const harmonics = orDefault(request.harmonics, envelopeDefaults.harmonics);
    const report = analyzeEnvelope(
      { samples, sampleRateHz, rpm: recording.rpm, bearing: request.bearing! },
      {
        ...{ ...envelopeDefaults, bands },
        harmonics,
        threshold: orDefault(request.threshold, envelopeDefaults.threshold),
      },
    );
    const curves = request.withCurves
      ? curvesOf({ samples, sampleRateHz }, report, (recording.rpm / 60) * harmonics)
      : {};
    yield AnalyzeEnvelopeResponse.encode({ ...envelopeMessage(report), ...curves }).finish();
  },
};

/** The spectrum of the envelope in the band of the strongest evidence, and the waveform. @param lastHz order 1 at the last harmonic */
function curvesOf({ samples, sampleRateHz }: OneChannel, report: EnvelopeReport, lastHz: number) {
  const { evidence, orders } = report;
  const { band } = evidence[0]!;
  const whole = envelopeSpectrum(squaredEnvelope(samples, sampleRateHz, band), sampleRateHz);
  const highest = Math.max(orders.outerRace, orders.innerRace, orders.ball);
  const lines = Math.ceil((1.1 * highest * lastHz) / whole.stepHz);
  const [lowHz, highHz] = band;
  const amplitudes = [...whole.amplitudes.subarray(0, lines)];
  return {
    spectrum: { band: { lowHz, highHz }, stepHz: whole.stepHz, amplitudes },
    waveform: waveformOf(samples, sampleRateHz),
  };
}

/** The bands of a request, or the usual ones, which must lie below half the sampling rate. */
function bandsOf({ bands }: AnalyzeEnvelopeRequest, sampleRateHz: number) {
  const wanted = bands.length > 0 ? bands.map(({ lowHz, highHz }) => [lowHz, highHz] as const) : envelopeDefaults.bands; // prettier-ignore
  const highest = Math.max(...wanted.map(([, high]) => high));
  if (highest <= sampleRateHz / 2) return wanted;
  const description = `must reach at most half the sampling rate, ${sampleRateHz / 2} Hz, got ${highest}: name bands below it`; // prettier-ignore
  throw invalidFields([{ field: 'bands', description }]);
}

/** A report as the contract has it. */
export function envelopeMessage({
  verdict,
  orders,
  evidence,
}: EnvelopeReport): AnalyzeEnvelopeResponse {
  return {
    verdict: verdict === 'NOT_DIAGNOSABLE' ? BearingFault.BEARING_FAULT_UNSPECIFIED : faults[verdict], // prettier-ignore
    cageOrder: orders.cage,
    outerRaceOrder: orders.outerRace,
    innerRaceOrder: orders.innerRace,
    ballOrder: orders.ball,
    evidence: evidence.map(toEvidence),
    ...{ spectrum: undefined, waveform: undefined },
  };
}

function toEvidence({ fault, band, evidence, ...lines }: FaultEvidence): EvidenceMessage {
  const [lowHz, highHz] = band;
  return { fault: faults[fault], band: { lowHz, highHz }, evidence, ...lines };
}
