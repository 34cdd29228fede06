import { accuracyOf, type StudentTraining } from '@polymath/compression';
import { DistillRequest } from '@polymath/contracts/polymath/compression/v1/distillation';
import { withReport } from '@polymath/area/report';
import { countParameters, type Network } from '@polymath/tensor';
import { checkTakes } from '../inputs/check-takes.js';
import { learningArtifacts, openLearningData, type LearningData } from '../inputs/learning-data.js';
import { likeArtifacts, newGraph } from '../inputs/new-network.js';
import { freeingOnError, readNetworks } from '../inputs/read-networks.js';
import { distillReport } from '../reports/distill.js';
import { compareClassifiers } from './compare-classifiers.js';
import { writeNetwork } from './network-outputs.js';
import { classesOf, epochsByPhase, learningConfig, studentTraining } from './student-training.js';
import { withEpochs, writeEpochs } from './with-epochs.js';
import { withNetworks } from './with-networks.js';

/** Trains a student by labels and teachers; gives `student.safetensors`, `student.onnx` and `epochs.json`. */
export const distillJob = withReport<DistillRequest>({
  kind: 'Distill',
  decode: (bytes) => DistillRequest.decode(bytes),
  inputs: (spec) => [
    ...[...likeArtifacts(spec.student), ...spec.teachers],
    ...learningArtifacts(spec),
  ],
  open: async (spec, files) => {
    const data = await openLearningData(files, spec);
    const teachers = readNetworks(files, spec.teachers);
    return freeingOnError(teachers, () => {
      const { shape } = data.training;
      teachers.forEach((teacher, i) => checkTakes(`teacher ${i + 1}`, teacher, shape));
      const classes = classesOf(spec, { ...data, teachers });
      const graph = newGraph(spec.student, { shape, classes }, files);
      const learning = studentTraining(spec, graph, { ...data, teachers });
      const training = withEpochs(learning, epochsByPhase(spec));
      return {
        training: withNetworks(training, ...teachers),
        finish: () => {
          writeNetwork(files, 'student', learning.student);
          writeEpochs(files, training.epochs);
          const metrics = metricsOf(learning, teachers, data);
          const config = learningConfig(spec, graph, { ...data, teachers });
          const distilled = { student: learning.student, teachers, data, metrics, ...config };
          return { metrics, report: distillReport(spec, distilled) };
        },
      };
    });
  },
});

function metricsOf(
  { student, bestEpoch }: StudentTraining,
  teachers: readonly Network[],
  { validation, test }: LearningData,
): Record<string, number> {
  const [teacher] = teachers;
  return {
    parameters: countParameters(student),
    ...(teacher ? { teacherParameters: countParameters(teacher) } : {}),
    ...(bestEpoch === undefined ? {} : { bestEpoch }),
    ...(validation ? { validationAccuracy: accuracyOf(student, validation) } : {}),
    ...(test ? compareClassifiers(student, teachers, test) : {}),
  };
}
