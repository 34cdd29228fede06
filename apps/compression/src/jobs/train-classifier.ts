import { accuracyOf, trainClassifier } from '@polymath/compression';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import type { JobProgram } from '@polymath/engine-host';
import { countParameters } from '@polymath/tensor';
import { imageArtifacts, openLabelledSource } from '../inputs/labelled-source.js';
import { architectureGraph, classCount } from '../inputs/new-network.js';
import { orDefault } from '../inputs/or-default.js';
import { writeNetwork } from './network-outputs.js';

/** Trains a classifier; gives `classifier.safetensors` and `classifier.onnx`. */
export const trainClassifierJob: JobProgram<TrainClassifierRequest> = {
  kind: 'TrainClassifier',
  decode: (bytes) => TrainClassifierRequest.decode(bytes),
  inputs: ({ training, validation }) => [
    ...imageArtifacts(training),
    ...imageArtifacts(validation),
  ],
  open: async (spec, files) => {
    const source = await openLabelledSource(files, spec.training!);
    const validation = spec.validation && (await openLabelledSource(files, spec.validation));
    const purpose = { shape: source.shape, classes: classCount(source) };
    const training = trainClassifier(
      {
        graph: architectureGraph(spec.architecture, purpose),
        epochs: spec.epochs,
        batchSize: orDefault(spec.batchSize, 64),
        learningRate: orDefault(spec.learningRate, 1e-3),
        seed: Number(spec.seed),
      },
      { training: source, validation },
    );
    return {
      training,
      finish: () => {
        const { classifier } = training;
        writeNetwork(files, 'classifier', classifier);
        const parameters = countParameters(classifier);
        if (!validation) return { metrics: { parameters } };
        return { metrics: { parameters, validationAccuracy: accuracyOf(classifier, validation) } };
      },
    };
  },
};
