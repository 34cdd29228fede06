import { checkOrZero, checkSeed, computeOnce, isOneOf, type ComputeParts } from '@polymath/area';
import { orDefault } from '@polymath/area/inputs';
import { BearingFault } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import {
  SimulateBearingRequest,
  SimulateBearingResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/simulation';
import { simulationDefaults } from '@polymath/diagnosis';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkBearing } from './analyze-envelope.js';

/** Four bytes a sample stay below what a message may hold. */
const mostSamples = 1_000_000;
/** Above twice the highest resonance, and where a second still fits. */
const rates = [10_000, 100_000] as const;
const largestSeverity = 100;

/** Simulates a bearing in the engine process, without a job. */
export function simulateBearingHandler(parts: ComputeParts) {
  return async (
    request: SimulateBearingRequest,
    { signal }: CallContext,
  ): Promise<SimulateBearingResponse> => {
    check(request);
    const messages = { request: SimulateBearingRequest, response: SimulateBearingResponse };
    return computeOnce(parts, { name: 'SimulateBearing', ...messages }, request, signal);
  };
}

function check(request: SimulateBearingRequest): void {
  const { fault, severity, growth, bearing, durationSeconds, sampleRateHz, rpm, seed } = request;
  const wrong = violations();
  const isSimulated = isOneOf(BearingFault, fault) && fault !== BearingFault.BEARING_FAULT_CAGE;
  wrong.that(isSimulated, 'fault', 'must be one of OUTER_RACE, INNER_RACE, BALL, or unspecified for a healthy bearing'); // prettier-ignore
  wrong.range('severity', severity, 0, largestSeverity);
  checkOrZero(wrong, 'sample_rate_hz', sampleRateHz, rates);
  checkOrZero(wrong, 'rpm', rpm, [1, 100_000]);
  const seconds = orDefault(durationSeconds, simulationDefaults.durationS);
  const longest = mostSamples / orDefault(sampleRateHz, simulationDefaults.sampleRateHz);
  wrong.that(seconds > 0 && seconds <= longest, 'duration_seconds', `must be above 0 and, at this rate, at most ${longest}, got ${seconds}`); // prettier-ignore
  if (growth) {
    const { beginSeconds } = growth;
    wrong.that(beginSeconds >= 0 && beginSeconds < seconds, 'growth.begin_seconds', `must be at least 0 and before the end at ${seconds}, got ${beginSeconds}`); // prettier-ignore
    wrong.range('growth.severity', growth.severity, 0, largestSeverity);
  }
  if (bearing) checkBearing(wrong.at('bearing'), bearing);
  checkSeed(wrong, seed);
  wrong.throwIfAny();
}
