import {
  DescribeDiagnoserRequest,
  DescribeDiagnoserResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { bandsOf, filterSpectrum, type Band } from '@polymath/diagnosis';
import type { EngineCall } from '@polymath/engine-host';
import { readDiagnoser, type Diagnoser } from '../inputs/diagnoser-file.js';
import { poolingOf } from '../inputs/training-config.js';

/** Says what a diagnoser takes, knows and listens to. */
export const describeDiagnoserCall: EngineCall<DescribeDiagnoserRequest> = {
  name: 'DescribeDiagnoser',
  decode: (bytes) => DescribeDiagnoserRequest.decode(bytes),
  inputs: ({ diagnoser }) => (diagnoser ? [diagnoser] : []),
  handle: async function* (request, files) {
    const diagnoser = readDiagnoser(files, request.diagnoser);
    const described = descriptionOf(diagnoser);
    const withShape = (band: Band) => ({ ...band, ...shapeOf(diagnoser, band) });
    const filters = request.withFilters ? described.filters.map(withShape) : described.filters;
    yield DescribeDiagnoserResponse.encode({ ...described, filters }).finish();
  },
};

function descriptionOf({ model, card }: Diagnoser): DescribeDiagnoserResponse {
  const { sampleRateHz, unit, temperature, calibration, heldOutAccuracy } = card;
  return {
    ...{ sampleRateHz, unit, temperature, calibration, heldOutAccuracy },
    conditions: [...model.classes],
    windowLength: model.windowLength,
    features: {
      stride: model.features.stride,
      poolings: model.features.poolings.map(poolingOf),
      linear: model.standardizer.logFloor === 0,
      scalePerWindow: model.levels.scale === 'per-window',
    },
    filters: bandsOf(model.bank, sampleRateHz).map((band) => ({
      ...band,
      taps: [],
      magnitudes: [],
    })),
    recordings: card.recordings.map(({ name }) => name),
    seed: BigInt(card.seed),
  };
}

/** A filter in time and in frequency. */
function shapeOf({ model: { bank }, card }: Diagnoser, { filter }: Band) {
  const { magnitudes } = filterSpectrum(bank, filter, card.sampleRateHz);
  const taps = bank.values.subarray(filter * bank.inputs, (filter + 1) * bank.inputs);
  return { taps: [...taps], magnitudes: [...magnitudes] };
}
