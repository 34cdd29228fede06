import { SampleBlock, type DiagnoseRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { describe, expect, it } from 'vitest';
import { BlockReader } from './block-reader.js';

const facts = { sampleRateHz: 1000, scale: 1, floatScale: 1 };
const f32Le = Buffer.from(new Float32Array(1000).buffer);

function block(fields: Partial<SampleBlock>): DiagnoseRequest {
  const samples = { $case: 'f32Le' as const, value: f32Le };
  return { part: { $case: 'block', value: SampleBlock.fromPartial({ samples, ...fields }) } };
}

describe('BlockReader', () => {
  it.each([-1n, 2n ** 63n - 1n])('refuses a time around which windows have none: %s', (t0Nanos) => {
    const reader = new BlockReader(facts);
    expect(() => reader.read(block({ t0Nanos }))).toThrow('block.t0_nanos: must be from 0 to');
  });

  it('takes a gap, and refuses one behind which samples cannot be counted', () => {
    const reader = new BlockReader(facts);
    reader.read(block({ sequence: 1n }));
    expect(reader.read(block({ sequence: 4n })).gap).toMatchObject({ lostSamples: 2000 });
    const far = block({ sequence: 2n ** 64n - 1n });
    expect(() => reader.read(far)).toThrow('block.sequence: must leave out at most');
  });
});
