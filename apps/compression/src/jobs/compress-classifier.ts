import { writeFileSync } from 'node:fs';
import { accuracyOf } from '@polymath/compression';
import { CompressClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { CompressionPlan } from '@polymath/contracts/polymath/compression/v1/plan';
import { withReport } from '@polymath/area/report';
import { countParameters, type Network } from '@polymath/tensor';
import { readClassifier } from '../inputs/classifier-file.js';
import { sourceArtifacts } from '../inputs/fine-tuning-inputs.js';
import { dataArtifacts, openLabelledData } from '../inputs/labelled-data.js';
import { orDefault } from '@polymath/area/inputs';
import { compressClassifierReport } from '../reports/compress-classifier.js';
import { makeStudent } from './make-student.js';
import { writeNetwork } from './network-outputs.js';
import { latencyBatchSize, timeOnNoise } from './time-per-input.js';
import { freeOnFailure, withNetworks } from './with-networks.js';

/** Decomposes a classifier and fine-tunes the result; gives `student.safetensors`, `student.onnx` and `plan.json`. */
export const compressClassifierJob = withReport<CompressClassifierRequest>({
  kind: 'CompressClassifier',
  decode: (bytes) => CompressClassifierRequest.decode(bytes),
  inputs: ({ teacher, fineTuning, test, testTable }) => [
    ...(teacher ? [teacher] : []),
    ...sourceArtifacts(fineTuning),
    ...dataArtifacts({ images: test, table: testTable }),
  ],
  open: async (spec, files) => {
    const teacher = readClassifier(files, spec.teacher);
    const making = await freeOnFailure(teacher, makeStudent(spec, teacher, files));
    return {
      training: withNetworks(making.training, teacher),
      finish: async () => {
        const { student, plan, bestEpoch } = making.result();
        writeNetwork(files, 'student', student);
        const json = JSON.stringify(CompressionPlan.toJSON(plan), undefined, 2);
        writeFileSync(files.output('plan.json', 'application/json'), json);
        const named = { images: spec.test, table: spec.testTable };
        const test = await openLabelledData(files, named, teacher.graph);
        const metrics = {
          teacherParameters: countParameters(teacher),
          parameters: countParameters(student),
          ...(bestEpoch === undefined ? {} : { bestEpoch }),
          ...timesOf({ teacher, student }, orDefault(spec.latencyBatchSize, latencyBatchSize)),
          ...(test && {
            teacherAccuracy: accuracyOf(teacher, test),
            accuracy: accuracyOf(student, test),
          }),
        };
        const compressed = { teacher, student, plan, test, metrics };
        return { metrics, report: compressClassifierReport(spec, compressed) };
      },
    };
  },
});

function timesOf(
  { teacher, student }: Record<'teacher' | 'student', Network>,
  batchSize: number,
): Record<string, number> {
  const [teacherSecondsPerImage = 0, secondsPerImage = 0] = timeOnNoise(
    [teacher, student],
    batchSize,
  );
  return { teacherSecondsPerImage, secondsPerImage };
}
