import { DistillRequest } from '@polymath/contracts/polymath/compression/v1/distillation';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import { modelOfJob } from './model-of-job.js';

const artifact = (digit: string) => ({ sha256: digit.repeat(64) });

const job = (kind: string) =>
  Job.fromPartial({
    kind,
    outputs: [
      { ...artifact('e'), name: 'student.onnx' },
      { ...artifact('f'), name: 'student.safetensors' },
    ],
    spec: {
      value: Buffer.from(
        DistillRequest.encode(
          DistillRequest.fromPartial({
            teachers: [artifact('1'), artifact('2')],
            training: { dataSet: { $case: 'cifar', value: { files: [artifact('3')] } } },
            validation: { dataSet: { $case: 'numpy', value: { archive: artifact('4') } } },
            test: { images: artifact('5'), labels: artifact('6') },
          }),
        ).finish(),
      ),
    },
  });

describe('modelOfJob', () => {
  it('names the weights and everything that was learned from, not what was only tested on', () => {
    expect(modelOfJob(job('Distill'))).toMatchObject({
      kind: 'classifier',
      artifact: artifact('f'),
      data: [
        { field: 'teachers[0]', sha256: artifact('1').sha256 },
        { field: 'teachers[1]', sha256: artifact('2').sha256 },
        { field: 'training.cifar.files[0]', sha256: artifact('3').sha256 },
        { field: 'validation.numpy.archive', sha256: artifact('4').sha256 },
      ],
    });
  });

  it('finds none in a job that makes none', () => {
    expect(modelOfJob(job('EvaluateClassifier'))).toBeUndefined();
  });
});
