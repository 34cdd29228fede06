import { lenet5 } from '@polymath/compression';
import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { checkTarget } from './check-target.js';

const parameters = (value: number) => ({ $case: 'targetParameterRatio' as const, value });
const flops = (value: number) => ({ $case: 'targetFlopsRatio' as const, value });
const layer = (name: string) => ({ layer: name, ranks: undefined });

/** What a target is refused with. */
function refusal(asked: Parameters<typeof checkTarget>[0]): PolymathError | undefined {
  try {
    checkTarget(asked, lenet5());
    return undefined;
  } catch (error) {
    return PolymathError.from(error);
  }
}

describe('checkTarget', () => {
  it.each([
    ['parameters', { layers: [], target: parameters(4) }],
    ['multiply-adds', { layers: [], target: flops(4) }],
    ['some layers', { layers: [layer('conv3')], target: parameters(3) }],
    ['no target', { layers: [layer('conv3')], target: undefined }],
  ])('takes what is within reach: %s', (_, asked) => {
    expect(refusal(asked)).toBeUndefined();
  });

  it.each([
    ['target_parameter_ratio', { layers: [], target: parameters(1000) }],
    ['target_flops_ratio', { layers: [], target: flops(1000) }],
    ['target_parameter_ratio', { layers: [layer('fc1')], target: parameters(4) }],
  ])('refuses what is not, by field and range: %s', (field, asked) => {
    const { kind, fields } = refusal(asked)!;
    expect(kind).toBe('invalid-input');
    expect(fields).toEqual([
      {
        field,
        description: expect.stringMatching(
          /^must be from 1 to \d+\.\d+ for these layers, got/,
        ) as string,
      },
    ]);
  });

  it('offers a largest ratio that it takes itself', () => {
    const { message } = refusal({ layers: [], target: flops(1e6) })!;
    const most = Number(/to ([\d.]+)/.exec(message)![1]);
    expect(refusal({ layers: [], target: flops(most) })).toBeUndefined();
    expect(refusal({ layers: [], target: flops(most + 0.002) })).toBeDefined();
  });
});
