import { evaluation } from '@polymath/compression';
import { EvaluateClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { withReport } from '@polymath/area/report';
import { countParameters } from '@polymath/tensor';
import { readClassifier } from '../inputs/classifier-file.js';
import { dataArtifacts, openLabelledData } from '../inputs/labelled-data.js';
import { evaluateClassifierReport } from '../reports/evaluate-classifier.js';
import { timePerInput } from './time-per-input.js';
import { freeOnFailure, withNetworks } from './with-networks.js';

/** Measures a classifier on labelled images; gives figures and their page. */
export const evaluateClassifierJob = withReport<EvaluateClassifierRequest>({
  kind: 'EvaluateClassifier',
  decode: (bytes) => EvaluateClassifierRequest.decode(bytes),
  inputs: ({ classifier, images, table }) => [
    ...(classifier ? [classifier] : []),
    ...dataArtifacts({ images, table }),
  ],
  open: async (spec, files) => {
    const network = readClassifier(files, spec.classifier);
    const { images, table } = spec;
    const opened = openLabelledData(files, { images, table }, network.graph);
    const source = (await freeOnFailure(network, opened))!;
    const training = evaluation(network, source);
    return {
      training: withNetworks(training, network),
      finish: () => {
        const [secondsPerImage = 0] = timePerInput([network], source);
        const parameters = countParameters(network);
        const metrics = { accuracy: training.accuracy, parameters, secondsPerImage };
        return { metrics, report: evaluateClassifierReport(spec, network, source, metrics) };
      },
    };
  },
});
