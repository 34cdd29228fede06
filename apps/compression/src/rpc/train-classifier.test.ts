import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { Accelerator } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import {
  artifact,
  context,
  nameless,
  recordingSubmit,
  refusedFields,
} from '@polymath/area/testing';
import { trainClassifierHandler } from './train-classifier.js';

const images = { images: artifact, labels: artifact };
const sane = {
  architecture: Architecture.ARCHITECTURE_LENET5,
  training: images,
  epochs: 1,
};

const csv = { file: artifact };
const mlp = Architecture.ARCHITECTURE_MLP;
const table = { architecture: mlp, training: undefined, trainingTable: csv };

const answer = (patch: object, parts = recordingSubmit()) =>
  trainClassifierHandler(parts)(TrainClassifierRequest.fromPartial({ ...sane, ...patch }), context);

describe('TrainClassifier', () => {
  it('makes a job whose spec is the request without its options', async () => {
    const parts = recordingSubmit();
    const options = { requestId: 'r1', accelerator: Accelerator.ACCELERATOR_CPU };
    expect(await answer({ options, seed: 7n }, parts)).toMatchObject({ job: { id: 'job1' } });
    const [submission] = parts.submissions;
    expect(submission).toMatchObject({ tenant: 'someone', kind: 'TrainClassifier', options });
    const { typeUrl, value } = submission!.spec;
    expect(typeUrl).toBe('type.googleapis.com/polymath.compression.v1.TrainClassifierRequest');
    expect(TrainClassifierRequest.decode(value)).toEqual(
      TrainClassifierRequest.fromPartial({ ...sane, seed: 7n }),
    );
  });

  it.each<[string, object]>([
    ['defaults', { batchSize: 0, learningRate: 0 }],
    ['the largest values', { epochs: 1000, batchSize: 4096, learningRate: 1 }],
    ['validation data', { validation: { ...images, first: 3, count: 4 } }],
    ['a table', { ...table, validationTable: csv }],
    ['a resize', { training: { ...images, resizeHeight: 32, resizeWidth: 32 } }],
    ['a normalisation', { training: { ...images, mean: [0.1], standardDeviation: [0.3] } }],
  ])('takes %s', async (_, patch) => {
    const parts = recordingSubmit();
    await answer(patch, parts);
    expect(parts.submissions).toHaveLength(1);
  });

  it.each<[string, object, string[]]>([
    ['no architecture', { architecture: 0 }, ['architecture']],
    ['an unknown architecture', { architecture: 99 }, ['architecture']],
    ['no training data', { training: undefined }, ['training']],
    ['training data without files', { training: {} }, ['training.images', 'training.labels']],
    [
      'names that are no hashes',
      { training: { images: nameless, labels: nameless } },
      ['training.images.sha256', 'training.labels.sha256'],
    ],
    ['half a resize', { training: { ...images, resizeHeight: 32 } }, ['training.resize_width']],
    [
      'a huge resize',
      { training: { ...images, resizeHeight: 5000, resizeWidth: 5000 } },
      ['training.resize_height', 'training.resize_width'],
    ],
    [
      'a mean without its deviation',
      { training: { ...images, mean: [0.5] } },
      ['training.standard_deviation'],
    ],
    [
      'a normalisation that divides by zero',
      { training: { ...images, mean: [NaN], standardDeviation: [0] } },
      ['training.mean[0]', 'training.standard_deviation[0]'],
    ],
    ['bad validation data', { validation: { images: artifact } }, ['validation.labels']],
    ['a table without a file', { ...table, trainingTable: {} }, ['training_table.file']],
    [
      'a table for an architecture of images',
      { trainingTable: csv },
      ['training_table', 'training_table'],
    ],
    ['images for an architecture of tables', { architecture: mlp }, ['training_table']],
    ['images to validate a table', { ...table, validation: images }, ['validation']],
    [
      'a table with half a normalisation',
      { ...table, trainingTable: { ...csv, mean: [1] } },
      ['training_table.standard_deviation'],
    ],
    ['no epoch', { epochs: 0 }, ['epochs']],
    ['too many epochs', { epochs: 1001 }, ['epochs']],
    ['a huge batch', { batchSize: 4097 }, ['batch_size']],
    ['a negative learning rate', { learningRate: -1e-3 }, ['learning_rate']],
    ['a wild learning rate', { learningRate: 2 }, ['learning_rate']],
    ['a learning rate that is none', { learningRate: NaN }, ['learning_rate']],
    ['a seed beyond 2^53', { seed: 2n ** 53n }, ['seed']],
    [
      'everything at once',
      { architecture: 0, training: undefined, epochs: 0, batchSize: 9999, seed: 2n ** 60n },
      ['architecture', 'training', 'epochs', 'batch_size', 'seed'],
    ],
  ])('refuses %s and makes no job', async (_, patch, fields) => {
    const parts = recordingSubmit();
    expect(await refusedFields(answer(patch, parts))).toEqual(fields);
    expect(parts.submissions).toEqual([]);
  });
});
