import { EvaluateClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { describe, expect, it } from 'vitest';
import { evaluateClassifierHandler } from './evaluate-classifier.js';
import {
  artifact,
  context,
  nameless,
  recordingSubmit,
  refusedFields,
} from '@polymath/area/testing';

const sane = { classifier: artifact, images: { images: artifact, labels: artifact } };

const answer = (patch: object, parts = recordingSubmit()) =>
  evaluateClassifierHandler(parts)(
    EvaluateClassifierRequest.fromPartial({ ...sane, ...patch }),
    context,
  );

describe('EvaluateClassifier', () => {
  it('makes a job of a classifier and images', async () => {
    const parts = recordingSubmit();
    await answer({}, parts);
    expect(parts.submissions).toMatchObject([{ kind: 'EvaluateClassifier' }]);
  });

  it.each<[string, object, string[]]>([
    ['the name of a model', { options: { modelName: 'digits' } }, ['options.model_name']],
    ['no classifier', { classifier: undefined }, ['classifier']],
    ['a classifier without a hash', { classifier: nameless }, ['classifier.sha256']],
    ['no images', { images: undefined }, ['images']],
    ['images without labels', { images: { images: artifact } }, ['images.labels']],
    ['images and a table', { table: { file: artifact } }, ['table']],
    ['a table without a file', { images: undefined, table: {} }, ['table.file']],
    ['nothing at all', { classifier: undefined, images: undefined }, ['classifier', 'images']],
  ])('refuses %s and makes no job', async (_, patch, fields) => {
    const parts = recordingSubmit();
    expect(await refusedFields(answer(patch, parts))).toEqual(fields);
    expect(parts.submissions).toEqual([]);
  });
});
