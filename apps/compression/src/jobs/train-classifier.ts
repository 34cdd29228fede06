import { accuracyOf, lenet5, resnet14, trainClassifier } from '@polymath/compression';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import type { JobProgram } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { countParameters } from '@polymath/tensor';
import { imageArtifacts, readLabelledSource } from '../inputs/labelled-source.js';
import { orDefault } from '../inputs/or-default.js';
import { writeNetwork } from './network-outputs.js';

const graphs = {
  [Architecture.ARCHITECTURE_LENET5]: lenet5,
  [Architecture.ARCHITECTURE_RESNET14]: resnet14,
};

/** Trains a classifier; gives `classifier.safetensors` and `classifier.onnx`. */
export const trainClassifierJob: JobProgram<TrainClassifierRequest> = {
  kind: 'TrainClassifier',
  decode: (bytes) => TrainClassifierRequest.decode(bytes),
  inputs: ({ training, validation }) => [
    ...imageArtifacts(training),
    ...imageArtifacts(validation),
  ],
  open: (spec, files) => {
    const source = readLabelledSource(files, spec.training!);
    const validation = spec.validation && readLabelledSource(files, spec.validation);
    const training = trainClassifier(
      {
        graph: graphOf(spec, source.shape, source.labels),
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

function graphOf(
  { architecture }: TrainClassifierRequest,
  [height, width, channels]: readonly number[],
  labels: Int32Array,
) {
  const build = graphs[architecture as keyof typeof graphs];
  if (height !== 32 || width !== 32) {
    throw new PolymathError(
      'invalid-input',
      `the architecture takes images of 32x32 pixels, got ${height}x${width}: set resize_height and resize_width`,
    );
  }
  let classes = 0;
  for (const label of labels) classes = Math.max(classes, label + 1);
  return build({ channels: channels ?? 1, classes });
}
