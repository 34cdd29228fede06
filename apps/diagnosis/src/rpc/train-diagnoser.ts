import {
  checkOrZero,
  checkSeed,
  isOneOf,
  namesIn,
  submitRequest,
  type SubmitParts,
} from '@polymath/area';
import {
  SplitProtocol,
  TrainDiagnoserRequest,
  type TrainDiagnoserResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { violations, type CallContext, type Violations } from '@polymath/service-kit';
import { windowLengthOf } from '../inputs/training-config.js';
import { checkFeatures, checkFilters } from './check-learning.js';
import { checkLabelled } from './check-recording.js';

/** Makes a job that trains a diagnoser. */
export function trainDiagnoserHandler(parts: SubmitParts) {
  return async (
    request: TrainDiagnoserRequest,
    context: CallContext,
  ): Promise<TrainDiagnoserResponse> => {
    check(request);
    const made = { kind: 'TrainDiagnoser', type: TrainDiagnoserRequest, request };
    return { job: await submitRequest(parts, 'diagnosis', made, context) };
  };
}

function check(request: TrainDiagnoserRequest): void {
  const wrong = violations();
  const { recordings, sampleRateHz, weightDecay = 0 } = request;
  checkLabelled(wrong, recordings, 2);
  const conditions = new Set(recordings.map(({ condition }) => condition));
  wrong.that(conditions.size !== 1, 'recordings', `must be of at least two conditions, got only "${[...conditions].join()}"`); // prettier-ignore
  wrong.that(sampleRateHz >= 0 && sampleRateHz < Infinity, 'sample_rate_hz', `must be a finite number of at least 0, got ${sampleRateHz}`); // prettier-ignore
  recordings.forEach(({ recording }, i) => {
    const own = recording?.sampleRateHz ?? 0;
    wrong.that(own === 0 || !(own < sampleRateHz), `recordings[${i}].recording.sample_rate_hz`, `must be at least the diagnoser's ${sampleRateHz}, got ${own}: what lies in between was never measured`); // prettier-ignore
  });
  checkOrZero(wrong, 'window_length', request.windowLength, [16, 65_536]);
  wrong.range('most_windows', request.mostWindows, 0, 1_000_000);
  checkFilters(wrong, request.filters, windowLengthOf(request));
  checkFeatures(wrong, request.features);
  wrong.that(weightDecay >= 0 && weightDecay < Infinity, 'weight_decay', `must be a finite number of at least 0, got ${weightDecay}`); // prettier-ignore
  checkOrZero(wrong, 'recognizer_iterations', request.recognizerIterations, [1, 10_000]);
  checkProtocols(wrong, request);
  checkSeed(wrong, request.seed);
  wrong.throwIfAny();
}

const protocolsOfLoads: readonly SplitProtocol[] = [
  SplitProtocol.SPLIT_PROTOCOL_LEAVE_ONE_LOAD_OUT,
  SplitProtocol.SPLIT_PROTOCOL_ONE_LOAD_TO_OTHERS,
];

function checkProtocols(
  wrong: Violations,
  { recordings, protocols, calibrationLoad }: TrainDiagnoserRequest,
): void {
  const loads = new Set(recordings.map(({ load }) => load));
  const severities = new Set(recordings.flatMap(({ severity }) => severity || []));
  protocols.forEach((protocol, i) => {
    const field = `protocols[${i}]`;
    const known = isOneOf(SplitProtocol, protocol) && protocol !== SplitProtocol.SPLIT_PROTOCOL_UNSPECIFIED; // prettier-ignore
    wrong.that(known, field, `must be one of ${namesIn(SplitProtocol)}, got ${protocol}`);
    wrong.that(protocols.indexOf(protocol) === i, field, 'is given twice');
    const needsLoads = protocolsOfLoads.includes(protocol);
    wrong.that(!needsLoads || loads.size > 1, field, `needs recordings of at least two loads, got ${loads.size}`); // prettier-ignore
    const needsSizes = protocol === SplitProtocol.SPLIT_PROTOCOL_LEAVE_ONE_SEVERITY_OUT;
    wrong.that(!needsSizes || severities.size > 1, field, `needs recordings of at least two severities, got ${severities.size}`); // prettier-ignore
  });
  if (calibrationLoad === '') return;
  const holds = loads.has(calibrationLoad) && loads.size > 1;
  wrong.that(holds, 'calibration_load', `must be one of at least two loads of the recordings, got "${calibrationLoad}"`); // prettier-ignore
}
