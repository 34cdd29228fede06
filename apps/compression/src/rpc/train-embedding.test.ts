import { TrainEmbeddingRequest } from '@polymath/contracts/polymath/compression/v1/distillation';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { describe, expect, it } from 'vitest';
import {
  artifact,
  context,
  nameless,
  recordingSubmit,
  refusedFields,
} from '@polymath/area/testing';
import { trainEmbeddingHandler } from './train-embedding.js';

const images = { images: artifact, labels: artifact };
const architecture = Architecture.ARCHITECTURE_SMALL_CNN;
const sane = {
  network: { network: { $case: 'architecture' as const, value: architecture } },
  training: images,
  epochs: 1,
};
const bySize = { batches: { kind: { $case: 'size' as const, value: 8 } } };

const answer = (patch: object, parts = recordingSubmit()) =>
  trainEmbeddingHandler(parts)(TrainEmbeddingRequest.fromPartial({ ...sane, ...patch }), context);

describe('TrainEmbedding', () => {
  it.each<[string, object]>([
    ['triplets', {}],
    ['a teacher', { teacher: artifact, teacherLayer: 'pool' }],
    ['both', { teacher: artifact, objective: { triplet: 1, relationalAngle: 2 } }],
    ['a teacher and batches at random', { teacher: artifact, ...bySize }],
    ['a head', { head: { size: 16, fromLayer: 'pool', normalize: true } }],
  ])('makes a job of %s', async (_, patch) => {
    const parts = recordingSubmit();
    await answer(patch, parts);
    expect(parts.submissions).toMatchObject([{ kind: 'TrainEmbedding' }]);
  });

  it.each<[string, object, string[]]>([
    ['no network', { network: undefined }, ['network']],
    ['a huge head', { head: { size: 4097 } }, ['head.size']],
    ['no training images', { training: undefined }, ['training']],
    ['bad validation images', { validation: {} }, ['validation.images', 'validation.labels']],
    ['a teacher without a hash', { teacher: nameless }, ['teacher.sha256']],
    ['a layer of no teacher', { teacherLayer: 'pool' }, ['teacher_layer']],
    [
      'relations without a teacher',
      { objective: { relationalDistance: 1, relationalAngle: -1, darkRank: 1 } },
      [
        'objective.relational_distance',
        'objective.relational_angle',
        'objective.relational_angle',
        'objective.dark_rank',
      ],
    ],
    [
      'triplets that cannot be',
      { ...bySize, objective: { triplet: 1, margin: -1, mining: 9 } },
      ['objective.triplet', 'objective.margin', 'objective.mining'],
    ],
    ['triplets by default from batches at random', bySize, ['batches']],
    ['no epochs', { epochs: 0 }, ['epochs']],
    ['a wild learning rate', { optimizer: { learningRate: 2 } }, ['optimizer.learning_rate']],
    [
      'a batch of one',
      { teacher: artifact, batches: { kind: { $case: 'size', value: 1 } } },
      ['batches.size'],
    ],
    ['a seed beyond 2^53', { seed: 2n ** 53n }, ['seed']],
    [
      'everything at once',
      { network: undefined, training: undefined, epochs: 0 },
      ['network', 'training', 'epochs'],
    ],
  ])('refuses %s and makes no job', async (_, patch, fields) => {
    const parts = recordingSubmit();
    expect(await refusedFields(answer(patch, parts))).toEqual(fields);
    expect(parts.submissions).toEqual([]);
  });
});
