import {
  accuracyOf,
  lenet5,
  mlp,
  resnet14,
  trainClassifier,
  type LabelledSource,
} from '@polymath/compression';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import type { JobFiles, JobProgram } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { countParameters, type Graph } from '@polymath/tensor';
import { dataArtifacts, readLabelledData, readTrainingTable } from '../inputs/labelled-data.js';
import { readLabelledSource } from '../inputs/labelled-source.js';
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
  inputs: ({ training, trainingTable, validation, validationTable }) => [
    ...dataArtifacts({ images: training, table: trainingTable }),
    ...dataArtifacts({ images: validation, table: validationTable }),
  ],
  open: (spec, files) => {
    const { graph, source } = spec.trainingTable
      ? forTable(files, spec.trainingTable)
      : forImages(spec, readLabelledSource(files, spec.training!));
    const named = { images: spec.validation, table: spec.validationTable };
    const validation = readLabelledData(files, named, graph);
    const training = trainClassifier(
      {
        graph,
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

/** What is trained, and on what. */
interface Subject {
  graph: Graph;
  source: LabelledSource;
}

function forTable(
  files: JobFiles,
  spec: NonNullable<TrainClassifierRequest['trainingTable']>,
): Subject {
  const { source, columns } = readTrainingTable(files, spec);
  const { length: classes } = columns.classes;
  const [features = 1] = source.shape;
  return { graph: mlp({ features, classes, table: columns }), source };
}

function forImages({ architecture }: TrainClassifierRequest, source: LabelledSource): Subject {
  const [height, width, channels] = source.shape;
  const build = graphs[architecture as keyof typeof graphs];
  if (height !== 32 || width !== 32) {
    throw new PolymathError(
      'invalid-input',
      `the architecture takes images of 32x32 pixels, got ${height}x${width}: set resize_height and resize_width`,
    );
  }
  let classes = 0;
  for (const label of source.labels) classes = Math.max(classes, label + 1);
  return { graph: build({ channels: channels ?? 1, classes }), source };
}
