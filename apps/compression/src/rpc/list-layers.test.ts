import {
  ListLayersRequest,
  ListLayersResponse,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import type { CallEngine } from '@polymath/engine-host';
import { describe, expect, it } from 'vitest';
import { artifact, context, nameless, refusedFields } from '@polymath/area/testing';
import { listLayersHandler } from './list-layers.js';

const layers = ListLayersResponse.fromPartial({ layers: [{ name: 'conv1', kind: 'conv2d' }] });
const of = (value: typeof artifact) => ({ network: { $case: 'artifact' as const, value } });
const architecture = (value: Architecture) => ({
  network: { $case: 'architecture' as const, value },
});

function answer(patch: object, calls: string[] = [], answers = [layers]) {
  const call: CallEngine = async function* (name) {
    calls.push(name);
    for (const one of answers) yield ListLayersResponse.encode(one).finish();
  };
  return listLayersHandler({ call })(ListLayersRequest.fromPartial(patch), context);
}

describe('ListLayers', () => {
  it.each([of(artifact), { ...architecture(Architecture.ARCHITECTURE_RESNET20), names: ['pool'] }])(
    'answers with what the engine says (%#)',
    async (patch) => {
      const calls: string[] = [];
      expect(await answer(patch, calls)).toEqual(layers);
      expect(calls).toEqual(['ListLayers']);
    },
  );

  it('fails when the engine says nothing', async () => {
    await expect(answer(of(artifact), [], [])).rejects.toThrow(
      'the engine gave no answer to ListLayers',
    );
  });

  it.each<[string, object, string[]]>([
    ['no network', {}, ['network']],
    ['a network without a hash', of(nameless), ['artifact.sha256']],
    ['an unknown architecture', architecture(99 as never), ['architecture']],
    ['an architecture for tables', architecture(Architecture.ARCHITECTURE_MLP), ['architecture']],
    ['an empty name', { ...of(artifact), names: ['a', ''] }, ['names[1]']],
  ])('refuses %s and asks no engine', async (_, patch, fields) => {
    const calls: string[] = [];
    expect(await refusedFields(answer(patch, calls))).toEqual(fields);
    expect(calls).toEqual([]);
  });
});
