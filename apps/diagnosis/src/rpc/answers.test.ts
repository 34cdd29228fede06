import {
  artifact,
  context,
  nameless,
  notServing,
  recordingSubmit,
  refusedFields,
} from '@polymath/area/testing';
import {
  DescribeDiagnoserRequest,
  DescribeDiagnoserResponse,
  DiagnoseRecordingRequest,
  EvaluateDiagnoserRequest,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { AnalyzeEnvelopeRequest } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { SimulateBearingRequest } from '@polymath/contracts/polymath/diagnosis/v1/simulation';
import type { CallEngine } from '@polymath/engine-host';
import { skf6205 } from '@polymath/diagnosis';
import { describe, expect, it } from 'vitest';
import { diagnosisHandlers } from './index.js';
import { recording, recordings } from './recordings.fixture.js';

/** All handlers, and which calls and jobs they made. */
function handlers() {
  const calls: string[] = [];
  const call: CallEngine = async function* (name) {
    calls.push(name);
    yield new Uint8Array(); // an empty message of any type
  };
  const { submissions, submit } = recordingSubmit();
  return { handlers: diagnosisHandlers({ ...notServing, submit, call }), calls, submissions };
}
type All = ReturnType<typeof handlers>['handlers'];

const diagnose = (patch: object) => (all: All) =>
  all.diagnoseRecording(DiagnoseRecordingRequest.fromPartial({ diagnoser: artifact, recording, ...patch }), context); // prettier-ignore
const describeIt = (patch: object) => (all: All) =>
  all.describeDiagnoser(DescribeDiagnoserRequest.fromPartial({ diagnoser: artifact, ...patch }), context); // prettier-ignore
const turning = { ...recording, rpm: 1797 };
const envelope = (patch: object) => (all: All) =>
  all.analyzeEnvelope(AnalyzeEnvelopeRequest.fromPartial({ recording: turning, bearing: skf6205, ...patch }), context); // prettier-ignore
const evaluate = (patch: object) => (all: All) =>
  all.evaluateDiagnoser(EvaluateDiagnoserRequest.fromPartial({ diagnoser: artifact, recordings, ...patch }), context); // prettier-ignore
const simulate = (patch: object) => (all: All) =>
  all.simulateBearing(SimulateBearingRequest.fromPartial(patch), context);

describe('DiagnosisService', () => {
  it.each<[string, (all: All) => Promise<unknown>]>([
    ['DiagnoseRecording', diagnose({})],
    ['DescribeDiagnoser', describeIt({})],
    ['AnalyzeEnvelope', envelope({ bands: [{ lowHz: 1000, highHz: 6000 }] })],
    ['SimulateBearing', simulate({ growth: { beginSeconds: 5, severity: 2 } })],
  ])('answers %s with what the engine says', async (name, ask) => {
    const { handlers: all, calls } = handlers();
    await ask(all);
    expect(calls).toEqual([name]);
  });

  it('makes a job of EvaluateDiagnoser', async () => {
    const { handlers: all, submissions } = handlers();
    await evaluate({})(all);
    expect(submissions).toMatchObject([{ kind: 'EvaluateDiagnoser' }]);
  });

  it('decodes what the engine says', async () => {
    const { handlers: all } = handlers();
    expect(await describeIt({})(all)).toEqual(DescribeDiagnoserResponse.create());
  });

  it.each<[string, (all: All) => Promise<unknown>, string[]]>([
    ['a diagnoser without a hash', diagnose({ diagnoser: nameless }), ['diagnoser.sha256']],
    ['no recording', diagnose({ recording: undefined }), ['recording']],
    ['a hop and reasons beyond their range', diagnose({ hop: 1_000_001, mostReasons: 101 }), ['hop', 'most_reasons']],
    ['no diagnoser to describe', describeIt({ diagnoser: undefined }), ['diagnoser']],
    ['an envelope without a speed', envelope({ recording }), ['recording.rpm']],
    ['no bearing', envelope({ bearing: undefined }), ['bearing']],
    ['a bearing that cannot be', envelope({ bearing: { rollingElements: 0, elementDiameter: 2, pitchDiameter: 1, contactAngleDegrees: 90 } }), ['bearing.rolling_elements', 'bearing.pitch_diameter', 'bearing.contact_angle_degrees']],
    ['bands beyond half the rate', envelope({ bands: [{ lowHz: 10, highHz: 6001 }, { lowHz: 5, highHz: 5 }] }), ['bands[0].high_hz', 'bands[1].high_hz']],
    ['too many harmonics, no threshold', envelope({ harmonics: 21, threshold: -1 }), ['harmonics', 'threshold']],
    ['a bearing that is not simulated', simulate({ fault: 4, severity: -1, sampleRateHz: 5000, rpm: -1 }), ['fault', 'severity', 'sample_rate_hz', 'rpm']],
    ['more samples than a message holds', simulate({ durationSeconds: 84 }), ['duration_seconds']],
    ['growth beyond the end', simulate({ growth: { beginSeconds: 10, severity: 101 } }), ['growth.begin_seconds', 'growth.severity']],
    ['a geometry that cannot be', simulate({ bearing: { rollingElements: 9, elementDiameter: 2, pitchDiameter: 1 } }), ['bearing.pitch_diameter']],
    ['the name of a model', evaluate({ options: { modelName: 'pump' } }), ['options.model_name']],
    ['nothing to evaluate', evaluate({ diagnoser: undefined, recordings: [] }), ['diagnoser', 'recordings']],
  ])('refuses %s and asks nobody', async (_, ask, fields) => {
    const { handlers: all, calls, submissions } = handlers();
    expect(await refusedFields(ask(all))).toEqual(fields);
    expect([calls, submissions]).toEqual([[], []]);
  }); // prettier-ignore
});
