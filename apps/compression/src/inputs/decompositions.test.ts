import { lenet5 } from '@polymath/compression';
import { PlanCompressionRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { createNetwork, disposeNetwork, randomStream } from '@polymath/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { decompositionsOf } from './decompositions.js';

const teacher = createNetwork(lenet5(), randomStream(1, 'weights'));
afterAll(() => disposeNetwork(teacher));

const asked = (patch: Parameters<typeof PlanCompressionRequest.fromPartial>[0]) =>
  decompositionsOf(PlanCompressionRequest.fromPartial(patch), teacher);

describe('decompositionsOf', () => {
  it('takes the ranks that the layers say', () => {
    const layers = [
      { layer: 'conv3', ranks: { $case: 'fixed' as const, value: { input: 5, output: 8 } } },
      { layer: 'fc1', ranks: { $case: 'fixed' as const, value: { input: 9, output: 0 } } },
      { layer: 'fc2', ranks: { $case: 'energy' as const, value: 0.5 } },
    ];
    expect(asked({ layers })).toEqual([
      { layer: 'conv3', ranks: { rule: 'fixed', in: 5, out: 8 } },
      { layer: 'fc1', ranks: { rule: 'fixed', in: 9 } },
      { layer: 'fc2', ranks: { rule: 'energy', share: 0.5 } },
    ]);
  });

  it('shares a target out among the layers that are named', () => {
    const target = { $case: 'targetFlopsRatio' as const, value: 1.05 };
    const layers = asked({ layers: [{ layer: 'conv3' }], target });
    expect(layers.map(({ layer }) => layer)).toEqual(['conv3']);
  });

  it('says what can be had where a target cannot be met', () => {
    const target = { $case: 'targetParameterRatio' as const, value: 1e6 };
    expect(() => asked({ target })).toThrow(
      /must be from 1 to [\d.]+ for these layers, got 1000000/,
    );
  });
});
