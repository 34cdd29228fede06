import { EvaluateDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { withReport } from '@polymath/area/report';
import { readDiagnoser } from '../inputs/diagnoser-file.js';
import { recordingArtifacts } from '../inputs/recording-artifacts.js';
import { readLabelled, usableWindows } from '../inputs/windows.js';
import { evaluateDiagnoserReport } from '../reports/evaluate-diagnoser.js';
import { evaluation } from './evaluation.js';
import { writeReport } from './report.js';

/** Measures a diagnoser on labelled recordings; gives figures and `report.json`. */
export const evaluateDiagnoserJob = withReport<EvaluateDiagnoserRequest>({
  kind: 'EvaluateDiagnoser',
  decode: (bytes) => EvaluateDiagnoserRequest.decode(bytes),
  inputs: ({ diagnoser, recordings }) => [
    ...(diagnoser ? [diagnoser] : []),
    ...recordingArtifacts(recordings),
  ],
  open: (spec, files) => {
    const diagnoser = readDiagnoser(files, spec.diagnoser);
    const { card, model } = diagnoser;
    const recordings = readLabelled(files, spec.recordings, card.sampleRateHz);
    const { set, leftOut } = usableWindows(recordings, { length: model.windowLength, most: 0 });
    const training = evaluation(diagnoser, set);
    return {
      training,
      finish: () => {
        const evaluated = training.result();
        const { metrics, confusion, untaught } = evaluated;
        const windows = { windows: set.origins.length, windowsLeftOut: leftOut };
        writeReport(files, {
          ...{ conditions: model.classes, ...windows, ...metrics, confusion, untaught },
        });
        const report = evaluateDiagnoserReport(spec, model.classes, evaluated, windows);
        return { metrics: { ...metrics, ...windows }, report };
      },
    };
  },
});
