import { EnvelopeReport } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { analyzeEnvelope, envelopeDefaults, velocityRms } from '@polymath/diagnosis';
import type { EngineCall } from '@polymath/engine-host';
import { decodeStretch, type Stretch } from '../live/stretch.js';
import { accelerationUnit } from '../live/units.js';
import { envelopeMessage } from './analyze-envelope.js';

/** The envelope of the last seconds of a stream, and how fast the machine moves. */
export const analyzeStretchCall: EngineCall<Stretch> = {
  name: 'AnalyzeStretch',
  decode: decodeStretch,
  inputs: () => [],
  handle: async function* ({ samples, sampleRateHz, unit, rpm, bearing, bands }) {
    const input = { samples, sampleRateHz, rpm, bearing };
    const analysis = envelopeMessage(analyzeEnvelope(input, { ...envelopeDefaults, bands }));
    const known = accelerationUnit(unit);
    const velocity = known && velocityRms(samples, sampleRateHz, known);
    const durationSeconds = samples.length / sampleRateHz;
    yield EnvelopeReport.encode(
      EnvelopeReport.fromPartial({
        ...{ durationSeconds, rpm, analysis },
        ...(velocity !== undefined && { velocityRms: velocity }),
      }),
    ).finish();
  },
};
