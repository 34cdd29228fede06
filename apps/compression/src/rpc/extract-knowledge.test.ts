import {
  ExtractKnowledgeRequest,
  TeacherMode,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { describe, expect, it } from 'vitest';
import { extractKnowledgeHandler } from './extract-knowledge.js';
import {
  artifact,
  context,
  nameless,
  recordingSubmit,
  refusedFields,
} from '@polymath/area/testing';

const answer = (patch: object, parts = recordingSubmit()) =>
  extractKnowledgeHandler(parts)(
    ExtractKnowledgeRequest.fromPartial({ teacher: artifact, ...patch }),
    context,
  );

describe('ExtractKnowledge', () => {
  it.each<[string, object]>([
    ['a teacher alone', {}],
    ['weights of zero', { alpha: 0, beta: 0, decoderLayers: 0 }],
    ['running statistics', { teacherMode: TeacherMode.TEACHER_MODE_RUNNING_STATISTICS }],
    ['the largest values', { generators: 16, epochs: 10_000, batchSize: 4096, decoderLayers: 8 }],
  ])('makes a job of %s', async (_, patch) => {
    const parts = recordingSubmit();
    await answer(patch, parts);
    expect(parts.submissions).toMatchObject([{ kind: 'ExtractKnowledge' }]);
  });

  it.each<[string, object, string[]]>([
    ['the name of a model', { options: { modelName: 'digits' } }, ['options.model_name']],
    ['no teacher', { teacher: undefined }, ['teacher']],
    ['a teacher without a hash', { teacher: nameless }, ['teacher.sha256']],
    ['too many generators', { generators: 17 }, ['generators']],
    ['too many epochs', { epochs: 10_001 }, ['epochs']],
    ['too many batches', { batchesPerEpoch: 10_001 }, ['batches_per_epoch']],
    ['batches of one', { batchSize: 1 }, ['batch_size']],
    ['a negative learning rate', { learningRate: -1 }, ['learning_rate']],
    ['negative weights', { alpha: -1, beta: -1 }, ['alpha', 'beta']],
    ['weights that are none', { alpha: NaN, beta: Infinity }, ['alpha', 'beta']],
    ['a decoder that is too deep', { decoderLayers: 9 }, ['decoder_layers']],
    ['an unknown mode', { teacherMode: 7 }, ['teacher_mode']],
    ['a seed beyond 2^53', { seed: 2n ** 53n }, ['seed']],
    [
      'everything at once',
      { teacher: undefined, generators: 99, batchSize: 1, learningRate: 2, teacherMode: -3 },
      ['teacher', 'generators', 'batch_size', 'learning_rate', 'teacher_mode'],
    ],
  ])('refuses %s and makes no job', async (_, patch, fields) => {
    const parts = recordingSubmit();
    expect(await refusedFields(answer(patch, parts))).toEqual(fields);
    expect(parts.submissions).toEqual([]);
  });
});
