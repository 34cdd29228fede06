import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { ModelInferRequest } from '@polymath/contracts/inference/grpc_service';
import { Status } from '@polymath/contracts/google/rpc/status';
import { statusDetailsKey } from '@polymath/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServed, type Served } from './served.fixture.js';

const mutations = 5000;
const inFlight = 32;

/** Numbers that repeat for a seed: Mulberry32. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const inputs = { x: { datatype: 'FP32', shape: [-1, 2] }, w: { datatype: 'BYTES', shape: [-1] } };

const valid: readonly ModelInferRequest[] = [
  ModelInferRequest.fromPartial({
    ...{ modelName: 'echo', modelVersion: '1', id: 'fuzz', outputs: [{ name: 'x' }] },
    inputs: [
      { name: 'x', datatype: 'FP32', shape: [1n, 2n] },
      { name: 'w', datatype: 'BYTES', shape: [1n] },
    ],
    rawInputContents: [Buffer.alloc(8), Buffer.from([1, 0, 0, 0, 65])],
  }),
  ModelInferRequest.fromPartial({
    modelName: 'echo',
    inputs: [
      { name: 'x', datatype: 'FP32', shape: [1n, 2n], contents: { fp32Contents: [1, 2] } },
      { name: 'w', datatype: 'BYTES', shape: [1n], contents: { bytesContents: [Buffer.of(65)] } },
    ],
  }),
];

const sizes = [-1n, 0n, 1n, 3n, 2n ** 31n, 2n ** 62n, -(2n ** 63n)];
const texts = [
  '',
  'FP32',
  'INT8',
  'BF16',
  'x',
  'w',
  'constructor',
  '__proto__',
  '2',
  'echo',
  '../',
  '\u0000',
];

/** A valid request with something else in one of its places: a field, or a byte on the wire. */
function mutate(next: (below: number) => number): Buffer {
  const request = ModelInferRequest.fromPartial(valid[next(valid.length)]!);
  const input = request.inputs[next(request.inputs.length)]!;
  const text = texts[next(texts.length)]!;
  switch (next(9)) {
    case 0:
      input.name = text;
      break;
    case 1:
      input.datatype = text;
      break;
    case 2:
      input.shape = Array.from({ length: next(4) }, () => sizes[next(sizes.length)]!);
      break;
    case 3:
      request.rawInputContents = Array.from({ length: next(4) }, () =>
        Buffer.alloc(next(20), next(256)),
      );
      break;
    case 4:
      request.modelVersion = text;
      break;
    case 5:
      request.inputs = Array.from({ length: next(4) }, () => input);
      break;
    case 6:
      request.outputs = [{ name: text, parameters: {} }];
      break;
    case 7:
      request.modelName = text;
      break;
    default:
  }
  const bytes = Buffer.from(ModelInferRequest.encode(request).finish());
  const flips = next(3);
  for (let i = 0; i < flips; i++) bytes[next(bytes.length)] = next(256);
  return next(10) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes;
}

let served: Served;
let channel: Client;
beforeAll(async () => {
  served = await startServed();
  await served.add('echo', { inputs });
  channel = new Client(served.address, credentials.createInsecure());
});
afterAll(async () => {
  channel.close();
  await served.close();
});

/** Sends bytes as they are. */
function send(bytes: Buffer): Promise<ServiceError | undefined> {
  return new Promise((resolve) => {
    channel.makeUnaryRequest(
      '/inference.GRPCInferenceService/ModelInfer',
      (request: Buffer) => request,
      (response) => response,
      bytes,
      (error) => resolve(error ?? undefined),
    );
  });
}

function hasDetails({ metadata }: ServiceError): boolean {
  const [body] = metadata.get(statusDetailsKey);
  return Buffer.isBuffer(body) && Status.decode(body).details.length > 0;
}

describe('inference', () => {
  it(`answers ${mutations} broken requests, each with a result or an error that says why`, async () => {
    const next = random(1);
    const codes = new Map<number, number>();
    const bare = new Map<string, number>();
    for (let sent = 0; sent < mutations; sent += inFlight) {
      const batch = Array.from({ length: inFlight }, () => mutate(next));
      for (const error of await Promise.all(batch.map(send))) {
        const code = error?.code ?? 0;
        codes.set(code, (codes.get(code) ?? 0) + 1);
        if (error && !hasDetails(error))
          bare.set(error.message, (bare.get(error.message) ?? 0) + 1);
      }
    }
    expect([...bare]).toEqual([]);
    // OK, INVALID_ARGUMENT, NOT_FOUND
    expect([...codes.keys()].sort((a, b) => a - b)).toEqual([0, 3, 5]);
    for (const request of valid) {
      expect(await send(Buffer.from(ModelInferRequest.encode(request).finish()))).toBeUndefined();
    }
  });
});
