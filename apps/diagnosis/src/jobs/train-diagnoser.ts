import { writeFileSync } from 'node:fs';
import { TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { bandsOf, diversityOf } from '@polymath/diagnosis';
import { withReport, type ReportedOutcome } from '@polymath/area/report';
import type { JobFiles } from '@polymath/engine-host';
import { diagnoserFile, encodeDiagnoser, type DiagnoserCard } from '../inputs/diagnoser-file.js';
import { recordingArtifacts } from '../inputs/recording-artifacts.js';
import { windowLengthOf } from '../inputs/training-config.js';
import { nameOf, readLabelled, usableWindows } from '../inputs/windows.js';
import { trainDiagnoserReport } from '../reports/train-diagnoser.js';
import { calibrate } from './calibrate.js';
import { diagnoserTraining, type DiagnoserTraining } from './diagnoser-training.js';
import type { Measured } from './measure.js';
import { accuracyMetrics, writeReport } from './report.js';

/** Trains a diagnoser; gives `diagnoser.safetensors` and `report.json`. */
export const trainDiagnoserJob = withReport<TrainDiagnoserRequest>({
  kind: 'TrainDiagnoser',
  decode: (bytes) => TrainDiagnoserRequest.decode(bytes),
  inputs: ({ recordings }) => recordingArtifacts(recordings),
  open: (spec, files) => {
    const recordings = readLabelled(files, spec.recordings, spec.sampleRateHz);
    const { set, leftOut } = usableWindows(recordings, {
      length: windowLengthOf(spec),
      most: spec.mostWindows,
    });
    const opened = diagnoserTraining(spec, set);
    const about = { sampleRateHz: recordings[0]!.sampleRateHz, leftOut };
    return {
      training: opened.training,
      finish: () => writeOutputs(spec, files, opened, about),
    };
  },
});

function writeOutputs(
  spec: TrainDiagnoserRequest,
  files: JobFiles,
  { training, learned }: DiagnoserTraining,
  { sampleRateHz, leftOut }: { sampleRateHz: number; leftOut: number },
): ReportedOutcome {
  const results = training.results();
  const { method, sides, split } = learned();
  const model = method.model();
  const calibrated = calibrate(model, sides);
  const { temperature, novelty, calibrationError } = calibrated;
  const own = results.at(-1)!;
  const card = cardOf(spec, own, { sampleRateHz, temperature });
  const bytes = encodeDiagnoser({ model, novelty, card });
  writeFileSync(files.output(diagnoserFile, 'application/vnd.safetensors'), bytes);
  const { meanCosine, nearestTwin, orthonormalityError } = diversityOf(model.bank);
  writeReport(files, {
    ...{ conditions: model.classes, sampleRateHz, windowLength: model.windowLength },
    ...{ windowsLeftOut: leftOut, seed: card.seed, results },
    calibration: { windows: split.split.name, temperature, ...calibrationError },
    filters: { ...{ meanCosine, nearestTwin, orthonormalityError }, bands: bandsOf(model.bank, sampleRateHz) },
  }); // prettier-ignore
  const metrics = {
    ...{ accuracy: own.accuracy, balancedAccuracy: own.balancedAccuracy },
    ...accuracyMetrics(results),
    ...{ calibrationError: calibrationError.after, temperature },
    ...{ windows: own.trainingWindows + own.testWindows, windowsLeftOut: leftOut },
  };
  const trained = { model, sampleRateHz, windowsLeftOut: leftOut, calibrated, results };
  return { metrics, report: trainDiagnoserReport(spec, trained) };
}

function cardOf(
  spec: TrainDiagnoserRequest,
  own: Measured,
  about: Pick<DiagnoserCard, 'sampleRateHz' | 'temperature'>,
): DiagnoserCard {
  return {
    ...about,
    unit: spec.recordings[0]!.recording!.unit,
    calibration: `windows that did not teach (${own.split}); ${own.leaks}`,
    heldOutAccuracy: own.accuracy,
    recordings: spec.recordings.map((each, i) => {
      const { condition, load, recording } = each;
      return { name: nameOf(each, i), sha256: recording!.file!.sha256, condition, load };
    }),
    seed: Number(spec.seed),
  };
}
