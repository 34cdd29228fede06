import { checkOrZero, computeOnce, type ComputeParts } from '@polymath/area';
import {
  AnalyzeEnvelopeRequest,
  AnalyzeEnvelopeResponse,
  type Bearing,
  type FrequencyBand,
} from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { violations, type CallContext, type Violations } from '@polymath/service-kit';
import { checkRecording } from './check-recording.js';

const mostBands = 32;

/** Analyses the envelope of a recording in the engine process, without a job. */
export function analyzeEnvelopeHandler(parts: ComputeParts) {
  return async (
    request: AnalyzeEnvelopeRequest,
    { signal }: CallContext,
  ): Promise<AnalyzeEnvelopeResponse> => {
    check(request);
    const messages = { request: AnalyzeEnvelopeRequest, response: AnalyzeEnvelopeResponse };
    return computeOnce(parts, { name: 'AnalyzeEnvelope', ...messages }, request, signal);
  };
}

function check({ recording, bearing, bands, harmonics, threshold }: AnalyzeEnvelopeRequest): void {
  const wrong = violations();
  checkRecording(wrong, 'recording', recording);
  const isTurning = !recording || recording.rpm !== 0;
  wrong.that(isTurning, 'recording.rpm', 'is required: rates of faults are multiples of the speed; give the measured turns a minute'); // prettier-ignore
  if (!bearing) wrong.add('bearing', 'is required: rates of faults follow from its geometry');
  else checkBearing(wrong.at('bearing'), bearing);
  wrong.that(bands.length <= mostBands, 'bands', `must be at most ${mostBands}, got ${bands.length}`); // prettier-ignore
  const half = (recording?.sampleRateHz || Infinity) / 2;
  bands.forEach((band, i) => checkBand(wrong.at(`bands[${i}]`), band, half));
  checkOrZero(wrong, 'harmonics', harmonics, [1, 20]);
  wrong.that(threshold >= 0 && threshold < Infinity, 'threshold', `must be a finite number of at least 0, got ${threshold}`); // prettier-ignore
  wrong.throwIfAny();
}

/** Demands a geometry that rates of faults follow from. */
export function checkBearing(at: Violations, bearing: Bearing): void {
  const { rollingElements, elementDiameter, pitchDiameter, contactAngleDegrees } = bearing;
  at.range('rolling_elements', rollingElements, 1, 1000);
  at.that(elementDiameter > 0 && elementDiameter < Infinity, 'element_diameter', `must be above 0, got ${elementDiameter}`); // prettier-ignore
  at.that(pitchDiameter > elementDiameter && pitchDiameter < Infinity, 'pitch_diameter', `must be above element_diameter ${elementDiameter}, got ${pitchDiameter}`); // prettier-ignore
  at.that(Math.abs(contactAngleDegrees) < 90, 'contact_angle_degrees', `must be between -90 and 90, got ${contactAngleDegrees}`); // prettier-ignore
}

function checkBand(at: Violations, { lowHz, highHz }: FrequencyBand, half: number): void {
  at.that(lowHz >= 0, 'low_hz', `must be at least 0, got ${lowHz}`);
  at.that(highHz > lowHz && highHz <= half, 'high_hz', `must be above low_hz ${lowHz} and at most half the sampling rate, ${half}, got ${highHz}`); // prettier-ignore
}
