import { EvaluateRetrievalRequest } from '@polymath/contracts/polymath/compression/v1/distillation';
import { describe, expect, it } from 'vitest';
import { evaluateRetrievalHandler } from './evaluate-retrieval.js';
import {
  artifact,
  context,
  nameless,
  recordingSubmit,
  refusedFields,
} from '@polymath/area/testing';

const sane = { network: artifact, images: { images: artifact, labels: artifact } };

const answer = (patch: object, parts = recordingSubmit()) =>
  evaluateRetrievalHandler(parts)(
    EvaluateRetrievalRequest.fromPartial({ ...sane, ...patch }),
    context,
  );

describe('EvaluateRetrieval', () => {
  it.each([{}, { layer: 'pool', ks: [1, 10, 1000] }])('makes a job of %j', async (patch) => {
    const parts = recordingSubmit();
    await answer(patch, parts);
    expect(parts.submissions).toMatchObject([{ kind: 'EvaluateRetrieval' }]);
  });

  it.each<[string, object, string[]]>([
    ['no network', { network: undefined }, ['network']],
    ['a network without a hash', { network: nameless }, ['network.sha256']],
    ['no images', { images: undefined }, ['images']],
    ['ks that cannot be', { ks: [0, 2, 2, 1001] }, ['ks[0]', 'ks[2]', 'ks[3]']],
    ['too many ks', { ks: Array.from({ length: 33 }, (_, i) => i + 1) }, ['ks']],
    ['nothing at all', { network: undefined, images: undefined }, ['network', 'images']],
  ])('refuses %s and makes no job', async (_, patch, fields) => {
    const parts = recordingSubmit();
    expect(await refusedFields(answer(patch, parts))).toEqual(fields);
    expect(parts.submissions).toEqual([]);
  });
});
