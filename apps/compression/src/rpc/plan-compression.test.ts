import {
  PlanCompressionRequest,
  PlanCompressionResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import type { CallEngine } from '@polymath/engine-host';
import { describe, expect, it } from 'vitest';
import { artifact, context, nameless, refusedFields } from '@polymath/area/testing';
import { planCompressionHandler } from './plan-compression.js';

/** An engine that answers with encoded messages, and tells what it was called. */
function fakeEngine(...answers: Uint8Array[]) {
  const calls: string[] = [];
  const call: CallEngine = async function* (name) {
    calls.push(name);
    yield* answers;
  };
  return { calls, call };
}

const plan = PlanCompressionResponse.fromPartial({ plan: { original: { parameters: 5n } } });
const answer = (patch: object, engine = fakeEngine()) =>
  planCompressionHandler(engine)(
    PlanCompressionRequest.fromPartial({ teacher: artifact, ...patch }),
    context,
  );

describe('PlanCompression', () => {
  it('answers with what the engine says', async () => {
    const engine = fakeEngine(PlanCompressionResponse.encode(plan).finish());
    expect(await answer({}, engine)).toEqual(plan);
    expect(engine.calls).toEqual(['PlanCompression']);
  });

  it('fails when the engine says nothing', async () => {
    await expect(answer({})).rejects.toThrow('the engine gave no answer to PlanCompression');
  });

  it.each<[string, object, string[]]>([
    ['no teacher', { teacher: undefined }, ['teacher']],
    [
      'a teacher without a hash and a layer without ranks',
      { teacher: nameless, layers: [{ layer: 'conv1' }] },
      ['teacher.sha256', 'layers[0].ranks'],
    ],
    [
      'a target below 1',
      { target: { $case: 'targetFlopsRatio', value: 0 } },
      ['target_flops_ratio'],
    ],
  ])('refuses %s and asks no engine', async (_, patch, fields) => {
    const engine = fakeEngine();
    expect(await refusedFields(answer(patch, engine))).toEqual(fields);
    expect(engine.calls).toEqual([]);
  });
});
