import {
  accuracyOf,
  distil,
  type LabelledSource,
  type Stage,
  type StudentTraining,
} from '@polymath/compression';
import {
  DistillRequest,
  type DistillationStage,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import type { JobProgram } from '@polymath/engine-host';
import { countParameters, outputShape, type Graph, type Network } from '@polymath/tensor';
import { imageArtifacts, openLabelledSource } from '../inputs/labelled-source.js';
import { toBatchConfig, toOptimizerConfig } from '../inputs/learning.js';
import { classCount, likeArtifacts, newGraph } from '../inputs/new-network.js';
import { freeingOnError, readNetworks } from '../inputs/read-networks.js';
import { teacherName, toTerm, type Compared } from '../inputs/terms.js';
import { compareClassifiers } from './compare-classifiers.js';
import { writeNetwork } from './network-outputs.js';
import { withEpochs, writeEpochs } from './with-epochs.js';
import { withNetworks } from './with-networks.js';

const lastStage = 'distil';

/** Trains a student by labels and teachers; gives `student.safetensors`, `student.onnx` and `epochs.json`. */
export const distillJob: JobProgram<DistillRequest> = {
  kind: 'Distill',
  decode: (bytes) => DistillRequest.decode(bytes),
  inputs: ({ student, teachers, training, validation, test }) => [
    ...likeArtifacts(student),
    ...teachers,
    ...[training, validation, test].flatMap(imageArtifacts),
  ],
  open: async (spec, files) => {
    const training = await openLabelledSource(files, spec.training!);
    const validation = spec.validation && (await openLabelledSource(files, spec.validation));
    const test = spec.test && (await openLabelledSource(files, spec.test));
    const teachers = readNetworks(files, spec.teachers);
    return freeingOnError(teachers, () => {
      const classes = classesOf(spec, training, teachers);
      const graph = newGraph(spec.student, { shape: training.shape, classes }, files);
      const loop = openTraining(spec, graph, { training, validation, teachers });
      const epochs = withEpochs(loop, epochsByPhase(spec));
      return {
        training: withNetworks(epochs, ...teachers),
        finish: () => {
          writeNetwork(files, 'student', loop.student);
          writeEpochs(files, epochs.epochs);
          return { metrics: metricsOf(loop, teachers, { validation, test }) };
        },
      };
    });
  },
};

interface Data {
  training: LabelledSource;
  validation: LabelledSource | undefined;
  teachers: readonly Network[];
}

function openTraining(
  spec: DistillRequest,
  graph: Graph,
  { training, validation, teachers }: Data,
): StudentTraining {
  const compared = { student: graph, teachers: teachers.map((teacher) => teacher.graph) };
  const stages = [
    ...spec.earlierStages.map((stage, i) => toStage(earlierStage(i), stage, compared)),
    toStage(lastStage, spec.stage!, compared),
  ];
  const batches = toBatchConfig(spec.batches, training, 'random');
  const named = new Map(teachers.map((teacher, i) => [teacherName(i + 1), teacher]));
  return distil(
    { graph, stages, batches, seed: Number(spec.seed) },
    { training, teachers: named, validation },
  );
}

const earlierStage = (i: number): string => `stage ${i + 1}`;

const toStage = (name: string, stage: DistillationStage, compared: Compared): Stage => ({
  ...{ name, epochs: stage.epochs, optimizer: toOptimizerConfig(stage.optimizer, 'sgd') },
  terms: stage.terms.map((term) => toTerm(term, compared)),
});

function epochsByPhase({ stage, earlierStages }: DistillRequest): Record<string, number> {
  const earlier = earlierStages.map(({ epochs }, i) => [earlierStage(i), epochs] as const);
  return { ...Object.fromEntries(earlier), [lastStage]: stage!.epochs };
}

/** As many as labels name, or as a teacher tells apart whose classes the student learns. */
function classesOf(
  { stage, earlierStages }: DistillRequest,
  training: LabelledSource,
  teachers: readonly Network[],
): number {
  const terms = [stage!, ...earlierStages].flatMap((one) => one.terms);
  const taught = terms
    .filter(({ kind }) => kind?.$case === 'softTargets')
    .map(({ teacher }) => outputShape(teachers[Math.max(teacher, 1) - 1]!.graph)[0] ?? 0);
  return Math.max(classCount(training), ...taught);
}

function metricsOf(
  { student, bestEpoch }: StudentTraining,
  teachers: readonly Network[],
  {
    validation,
    test,
  }: { validation?: LabelledSource | undefined; test?: LabelledSource | undefined },
): Record<string, number> {
  const best = bestEpoch === undefined ? {} : { bestEpoch };
  const judged = validation ? { validationAccuracy: accuracyOf(student, validation) } : {};
  const compared = test ? compareClassifiers(student, teachers, test) : {};
  const [teacher] = teachers;
  const teacherParameters = teacher ? { teacherParameters: countParameters(teacher) } : {};
  return {
    parameters: countParameters(student),
    ...teacherParameters,
    ...best,
    ...judged,
    ...compared,
  };
}
