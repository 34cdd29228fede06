import { writeFileSync } from 'node:fs';
import {
  accuracyOf,
  decompose,
  fineTune,
  fineTuningDefaults,
  planCompression,
  type FineTuning as FineTuningLoop,
  type FineTuningConfig,
  type LabelledSource,
} from '@polymath/compression';
import {
  CompressClassifierRequest,
  type FineTuning,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { CompressionPlan } from '@polymath/contracts/polymath/compression/v1/plan';
import type { JobFiles, JobProgram } from '@polymath/engine-host';
import { countParameters, type Network } from '@polymath/tensor';
import { readClassifier } from '../inputs/classifier-file.js';
import { toDecompositions } from '../inputs/decompositions.js';
import { openFineTuningInputs, sourceArtifacts } from '../inputs/fine-tuning-inputs.js';
import { imageArtifacts, readLabelledSource } from '../inputs/labelled-source.js';
import { orDefault } from '../inputs/or-default.js';
import { toPlanMessage } from '../inputs/plan-message.js';
import { writeNetwork } from './network-outputs.js';
import { nothingToTrain } from './nothing-to-train.js';
import { timePerInput } from './time-per-input.js';
import { withNetworks } from './with-networks.js';

/** Decomposes a classifier and fine-tunes the result; gives `student.safetensors`, `student.onnx` and `plan.json`. */
export const compressClassifierJob: JobProgram<CompressClassifierRequest> = {
  kind: 'CompressClassifier',
  decode: (bytes) => CompressClassifierRequest.decode(bytes),
  inputs: ({ teacher, fineTuning, test }) => [
    ...(teacher ? [teacher] : []),
    ...sourceArtifacts(fineTuning),
    ...imageArtifacts(test),
  ],
  open: (spec, files) => {
    const teacher = readClassifier(files, spec.teacher);
    const layers = toDecompositions(spec.layers);
    const plan = toPlanMessage(planCompression(teacher, layers));
    const { network: student } = decompose(teacher, layers);
    const { fineTuning } = spec;
    const training = fineTuning
      ? openFineTuning({ fineTuning, seed: Number(spec.seed) }, { teacher, student }, files)
      : nothingToTrain();
    return {
      training: withNetworks(training, teacher, student),
      finish: () => {
        writeNetwork(files, 'student', student);
        const json = JSON.stringify(CompressionPlan.toJSON(plan), undefined, 2);
        writeFileSync(files.output('plan.json', 'application/json'), json);
        const test = spec.test && readLabelledSource(files, spec.test);
        const { bestEpoch } = training;
        return {
          metrics: {
            teacherParameters: countParameters(teacher),
            parameters: countParameters(student),
            ...(bestEpoch === undefined ? {} : { bestEpoch }),
            ...(test ? compare({ teacher, student }, test) : {}),
          },
        };
      },
    };
  },
};

interface Pair {
  teacher: Network;
  student: Network;
}

/** Accuracy and time of teacher and student on images that chose nothing. */
function compare({ teacher, student }: Pair, test: LabelledSource): Record<string, number> {
  const [teacherSecondsPerImage = 0, secondsPerImage = 0] = timePerInput([teacher, student], test);
  return {
    teacherAccuracy: accuracyOf(teacher, test),
    accuracy: accuracyOf(student, test),
    teacherSecondsPerImage,
    secondsPerImage,
  };
}

function openFineTuning(
  { fineTuning, seed }: { fineTuning: FineTuning; seed: number },
  networks: Pair,
  files: JobFiles,
): FineTuningLoop {
  const data = openFineTuningInputs({ fineTuning, seed }, networks.teacher, files);
  return fineTune(configOf(fineTuning, seed), { ...networks, ...data });
}

function configOf(tuning: FineTuning, seed: number): FineTuningConfig {
  return {
    epochs: orDefault(tuning.epochs, fineTuningDefaults.epochs),
    batchSize: orDefault(tuning.batchSize, fineTuningDefaults.batchSize),
    learningRate: orDefault(tuning.learningRate, fineTuningDefaults.learningRate),
    patience: tuning.patience,
    keepOrder: tuning.keepOrder,
    updateStatistics: tuning.source?.$case !== 'noise',
    seed,
  };
}
