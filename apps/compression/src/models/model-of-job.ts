import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  CompressClassifierRequest,
  TrainClassifierRequest,
  type FineTuning,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { DistillRequest } from '@polymath/contracts/polymath/compression/v1/distillation';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { DataSource } from '@polymath/contracts/polymath/models/v1/models';
import type { JobModel } from '@polymath/models';
import { classifier } from './kinds.js';

/** The model among a job's outputs, and what it learned from; undefined for kinds of job that make none. */
export function modelOfJob({ kind, spec, outputs }: Job): JobModel | undefined {
  const made = spec && makers[kind];
  const artifact = made && outputs.find(({ name }) => name === made.output);
  return artifact && { kind: classifier, artifact, data: made.data(spec.value) };
}

interface Maker {
  /** The output that is the model. */
  output: string;
  /** What a spec learns from. */
  data: (spec: Uint8Array) => DataSource[];
}

const makers: Readonly<Partial<Record<string, Maker>>> = {
  TrainClassifier: {
    output: 'classifier.safetensors',
    data: (spec) => {
      const { training, validation } = TrainClassifierRequest.decode(spec);
      return [...images('training', training), ...images('validation', validation)];
    },
  },
  Distill: {
    output: 'student.safetensors',
    data: (spec) => {
      const { teachers, training, validation } = DistillRequest.decode(spec);
      return [
        ...teachers.flatMap((teacher, i) => single(`teachers[${i}]`, teacher)),
        ...images('training', training),
        ...images('validation', validation),
      ];
    },
  },
  CompressClassifier: {
    output: 'student.safetensors',
    data: (spec) => {
      const { teacher, fineTuning } = CompressClassifierRequest.decode(spec);
      return [...single('teacher', teacher), ...(fineTuning ? tuning(fineTuning) : [])];
    },
  },
};

function tuning({ source, heldOut, validation }: FineTuning): DataSource[] {
  const at = (field: string) => `fine_tuning.${field}`;
  return [
    ...(source?.$case === 'generators'
      ? single(at('generators.artifact'), source.value.artifact)
      : []),
    ...(source?.$case === 'images' ? images(at('images'), source.value) : []),
    ...single(at('held_out.artifact'), heldOut?.artifact),
    ...images(at('validation'), validation),
  ];
}

function images(field: string, files: LabelledImages | undefined): DataSource[] {
  const { dataSet } = files ?? {};
  const inDataSet =
    dataSet?.$case === 'cifar'
      ? dataSet.value.files.flatMap((file, i) => single(`${field}.cifar.files[${i}]`, file))
      : single(`${field}.${dataSet?.$case ?? ''}.archive`, dataSet?.value.archive);
  return [
    ...single(`${field}.images`, files?.images),
    ...single(`${field}.labels`, files?.labels),
    ...inDataSet,
  ];
}

function single(field: string, artifact: Artifact | undefined): DataSource[] {
  return artifact ? [{ field, sha256: artifact.sha256 }] : [];
}
