import { evaluation } from '@polymath/compression';
import { EvaluateClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import type { JobProgram } from '@polymath/engine-host';
import { countParameters } from '@polymath/tensor';
import { readClassifier } from '../inputs/classifier-file.js';
import { imageArtifacts, openLabelledSource } from '../inputs/labelled-source.js';
import { timePerInput } from './time-per-input.js';
import { withNetworks } from './with-networks.js';

/** Measures a classifier on labelled images; gives figures alone. */
export const evaluateClassifierJob: JobProgram<EvaluateClassifierRequest> = {
  kind: 'EvaluateClassifier',
  decode: (bytes) => EvaluateClassifierRequest.decode(bytes),
  inputs: ({ classifier, images }) => [
    ...(classifier ? [classifier] : []),
    ...imageArtifacts(images),
  ],
  open: async (spec, files) => {
    const source = await openLabelledSource(files, spec.images!);
    const network = readClassifier(files, spec.classifier);
    const training = evaluation(network, source);
    return {
      training: withNetworks(training, network),
      finish: () => {
        const [secondsPerImage = 0] = timePerInput([network], source);
        const parameters = countParameters(network);
        return { metrics: { accuracy: training.accuracy, parameters, secondsPerImage } };
      },
    };
  },
};
