import { accuracyOf, mlp, trainClassifier, type LabelledSource } from '@polymath/compression';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { withReport } from '@polymath/area/report';
import type { JobFiles } from '@polymath/engine-host';
import { countParameters, type Graph } from '@polymath/tensor';
import { dataArtifacts, openLabelledData, readTrainingTable } from '../inputs/labelled-data.js';
import { openLabelledSource } from '../inputs/labelled-source.js';
import { architectureGraph, classCount } from '../inputs/new-network.js';
import { trainClassifierReport, trainingDefaults } from '../reports/train-classifier.js';
import { writeNetwork } from './network-outputs.js';

/** Trains a classifier; gives `classifier.safetensors` and its like. */
export const trainClassifierJob = withReport<TrainClassifierRequest>({
  kind: 'TrainClassifier',
  decode: (bytes) => TrainClassifierRequest.decode(bytes),
  inputs: ({ training, trainingTable, validation, validationTable }) => [
    ...dataArtifacts({ images: training, table: trainingTable }),
    ...dataArtifacts({ images: validation, table: validationTable }),
  ],
  open: async (spec, files) => {
    const { graph, source } = await openSubject(spec, files);
    const named = { images: spec.validation, table: spec.validationTable };
    const validation = await openLabelledData(files, named, graph);
    const training = trainClassifier(
      { graph, ...trainingDefaults(spec) },
      { training: source, validation },
    );
    return {
      training,
      finish: () => {
        const { classifier } = training;
        writeNetwork(files, 'classifier', classifier);
        const parameters = countParameters(classifier);
        const accuracy = validation ? accuracyOf(classifier, validation) : NaN;
        const sources = { training: source, validation, accuracy };
        return {
          metrics: { parameters, ...(validation && { validationAccuracy: accuracy }) },
          report: trainClassifierReport(spec, classifier, sources),
        };
      },
    };
  },
});

/** What is trained, and on what. */
interface Subject {
  graph: Graph;
  source: LabelledSource;
}

async function openSubject(spec: TrainClassifierRequest, files: JobFiles): Promise<Subject> {
  if (spec.trainingTable) {
    const { source, columns } = readTrainingTable(files, spec.trainingTable);
    const [features = 1] = source.shape;
    const graph = mlp({ features, classes: columns.classes.length, table: columns });
    return { graph, source };
  }
  const source = await openLabelledSource(files, spec.training!);
  const purpose = { shape: source.shape, classes: classCount(source) };
  return { graph: architectureGraph(spec.architecture, purpose), source };
}
