import { ModelInferRequest } from '@polymath/contracts/inference/grpc_service';
import { describe, expect, it } from 'vitest';
import { decodeInferRequest } from './decode-infer-request.js';

const encode = (request: Parameters<typeof ModelInferRequest.fromPartial>[0]) =>
  Buffer.from(ModelInferRequest.encode(ModelInferRequest.fromPartial(request)).finish());

const header = {
  ...{ modelName: 'echo', modelVersion: '3', id: 'q', outputs: [{ name: 'y' }] },
  parameters: { p: { parameterChoice: { $case: 'boolParam' as const, value: true } } },
  inputs: [{ name: 'x', datatype: 'FP32', shape: [2n, -1n] }],
};
const raw = { rawInputContents: [Buffer.of(1, 2, 3), Buffer.alloc(0), Buffer.alloc(300, 7)] };
const typed = { inputs: [{ name: 'x', contents: { fp32Contents: [1, 2] } }] };

describe('decodeInferRequest', () => {
  it.each([
    ['raw contents', encode({ ...header, ...raw })],
    ['typed contents', encode({ ...header, ...typed })],
    ['nothing', Buffer.alloc(0)],
    ['fields in another order', Buffer.concat([encode(raw), encode(header), encode(raw)])],
    ['a field that is not known', Buffer.concat([encode(raw), Buffer.from('ba3e0161', 'hex')])],
  ])('reads what the generated code reads: %s', (_, bytes) => {
    expect(decodeInferRequest(bytes)).toEqual(ModelInferRequest.decode(bytes));
  });

  it('copies no raw contents', () => {
    const bytes = encode({ ...header, ...raw });
    const [first] = decodeInferRequest(bytes).rawInputContents;
    expect(first!.buffer).toBe(bytes.buffer);
  });

  it('refuses bytes that are cut short anywhere within a field', () => {
    const bytes = encode(raw);
    expect(() => decodeInferRequest(bytes.subarray(0, bytes.length - 1))).toThrow();
    expect(() => decodeInferRequest(bytes.subarray(0, 1))).toThrow();
  });
});
