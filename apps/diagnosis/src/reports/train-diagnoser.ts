import type { JobReport } from '@polymath/area/report';
import { splitProtocolToJSON, type TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis'; // prettier-ignore
import type { NsaeLcnModel } from '@polymath/diagnosis';
import { trainingConfigOf, windowLengthOf } from '../inputs/training-config.js';
import type { Calibrated } from '../jobs/calibrate.js';
import type { Measured } from '../jobs/measure.js';
import { calibrationSection } from './calibration-section.js';
import { confusionSection } from './confusion-section.js';
import { filterSection } from './filter-section.js';
import { percent } from './percent.js';
import { protocolSection } from './protocol-section.js';
import { recordingsTable } from './recordings-table.js';
import { unitText } from './unit-text.js';

/** What a training has come to. */
export interface TrainedDiagnoser {
  model: NsaeLcnModel;
  sampleRateHz: number;
  windowsLeftOut: number;
  calibrated: Calibrated;
  /** Of all methods on all splits, the diagnoser's own at the end. */
  results: readonly Measured[];
}

/** What a diagnoser is worth, and what it has learned. */
export function trainDiagnoserReport(
  spec: TrainDiagnoserRequest,
  { model, sampleRateHz, windowsLeftOut, calibrated, results }: TrainedDiagnoser,
): JobReport {
  const own = results.at(-1)!;
  const config = trainingConfigOf(spec);
  const { temperature, calibrationError, reliability } = calibrated;
  const at = `T = ${Number(temperature.toPrecision(3))}`;
  const curves = [
    { name: 'T = 1', bins: reliability.before, error: calibrationError.before },
    ...(temperature === 1 ? [] : [{ name: at, bins: reliability.after, error: calibrationError.after }]),
  ]; // prettier-ignore
  return {
    title: 'A trained diagnoser',
    sentence: `It names the condition of ${percent(own.accuracy)} of ${own.testWindows.toLocaleString('en-US')} windows that did not teach, in ${model.classes.length} conditions. What taught: ${own.split}.`,
    settings: settingsOf(spec, { ...config, sampleRateHz }),
    counts: {
      recordings: spec.recordings.length,
      'windows that taught': own.trainingWindows,
      'windows that calibrated': own.testWindows,
      'windows left out (constant, clipped or no numbers)': windowsLeftOut,
    },
    sections: [
      protocolSection(results),
      confusionSection(own.classes, own.confusion, `${own.method} on windows that did not teach (${own.split})`),
      calibrationSection(curves, 'the windows that set the temperature'),
      filterSection(model.bank, sampleRateHz, results),
      { title: 'What taught it', blocks: [recordingsTable(spec.recordings)] },
    ],
  }; // prettier-ignore
}

/** Settings with their defaults; recordings stand with the data. */
const settingsOf = (spec: TrainDiagnoserRequest, config: object) => ({
  unit: unitText(spec.recordings[0]!.recording!.unit),
  windowLength: windowLengthOf(spec),
  mostWindows: spec.mostWindows || 'all',
  ...config,
  protocols: spec.protocols.map(splitProtocolToJSON),
  calibrationLoad: spec.calibrationLoad,
});
