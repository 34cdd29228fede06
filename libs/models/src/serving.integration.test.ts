import { ModelInferRequest } from '@polymath/contracts/inference/grpc_service';
import type { PolymathError } from '@polymath/errors';
import { afterEach, describe, expect, it } from 'vitest';
import type { EchoSpec } from './echo.fixture.js';
import { datatypes } from './oip/datatypes.js';
import { factsOf, startServed, type Served } from './served.fixture.js';

const echo: EchoSpec = { inputs: { x: { datatype: 'UINT8', shape: [-1] } } };

let served: Served;
afterEach(() => served.close());

const request = (
  modelName: string,
  more: Parameters<typeof ModelInferRequest.fromPartial>[0] = {},
) =>
  ModelInferRequest.fromPartial({
    ...{ modelName, inputs: [{ name: 'x', datatype: 'UINT8', shape: [1n] }] },
    ...{ rawInputContents: [Buffer.of(7)], ...more },
  });
const infer = (...of: Parameters<typeof request>) => served.inference.modelInfer(request(...of));

/** Waits until a condition holds; each look is a call to the service. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}

describe('every datatype', () => {
  const elements: Record<string, [contents: object, raw: Buffer]> = {
    BOOL: [{ boolContents: [true, false] }, Buffer.of(1, 0)],
    UINT8: [{ uintContents: [0, 255] }, Buffer.of(0, 255)],
    UINT16: [{ uintContents: [1, 65_535] }, Buffer.from('0100ffff', 'hex')],
    UINT32: [{ uintContents: [1, 4_294_967_295] }, Buffer.from('01000000ffffffff', 'hex')],
    UINT64: [
      { uint64Contents: [1n, 2n ** 64n - 1n] },
      Buffer.from('0100000000000000ffffffffffffffff', 'hex'),
    ],
    INT8: [{ intContents: [-128, 127] }, Buffer.from('807f', 'hex')],
    INT16: [{ intContents: [-32_768, 1] }, Buffer.from('00800100', 'hex')],
    INT32: [{ intContents: [-2, 1] }, Buffer.from('feffffff01000000', 'hex')],
    INT64: [{ int64Contents: [-2n, 1n] }, Buffer.from('feffffffffffffff0100000000000000', 'hex')],
    FP32: [{ fp32Contents: [1, -2] }, Buffer.from('0000803f000000c0', 'hex')],
    FP64: [{ fp64Contents: [1, -2] }, Buffer.from('000000000000f03f00000000000000c0', 'hex')],
    BYTES: [
      { bytesContents: [Buffer.from('ab'), Buffer.alloc(0)] },
      Buffer.from('02000000616200000000', 'hex'),
    ],
    FP16: [{}, Buffer.from('003c00c0', 'hex')],
    BF16: [{}, Buffer.from('803f00c0', 'hex')],
  };

  it('comes back as it was sent, raw or typed', async () => {
    served = await startServed();
    const names = Object.keys(datatypes);
    const shape = [-1];
    const inputs = Object.fromEntries(names.map((datatype) => [datatype, { datatype, shape }]));
    await served.add('all', { inputs });
    const raw = names.map((name) => elements[name]![1]);
    const tensors = names.map((name) => ({ name, datatype: name, shape: [2n] }));
    const answer = await infer('all', { inputs: tensors, rawInputContents: raw });
    expect(answer.rawOutputContents.slice(0, names.length)).toEqual(raw);

    const typed = names.filter((name) => datatypes[name]!.field);
    const typedInputs = typed.map((datatype) => [datatype, { datatype, shape }]);
    await served.add('typed', { inputs: Object.fromEntries(typedInputs) as EchoSpec['inputs'] });
    const contents = typed.map((name) => ({
      ...{ name, datatype: name, shape: [2n], contents: elements[name]![0] },
    }));
    const back = await infer('typed', { inputs: contents, rawInputContents: [] });
    expect(back.rawOutputContents.slice(0, typed.length)).toEqual(
      typed.map((name) => elements[name]![1]),
    );
  });
});

describe('an answer', () => {
  it('carries what was asked for alone, and the id', async () => {
    served = await startServed();
    await served.add('echo', echo);
    const answer = await infer('echo', { id: 'q1', outputs: [{ name: 'x' }] });
    expect(answer).toMatchObject({ id: 'q1', outputs: [{ name: 'x', datatype: 'UINT8' }] });
    expect(answer.rawOutputContents).toEqual([Buffer.of(7)]);
  });

  it.each<[string, Parameters<typeof infer>, object]>([
    ['an unknown model', ['other'], { kind: 'not-found' }],
    ['a name that is none', ['../x'], { kind: 'not-found' }],
    ['an unknown version', ['echo', { modelVersion: '7' }], { kind: 'not-found' }],
    [
      'an unknown output',
      ['echo', { outputs: [{ name: 'z' }] }],
      { fields: [{ field: 'outputs[0].name' }] },
    ],
    [
      'classes instead of values',
      ['echo', { outputs: [{ name: 'x', parameters: { classification: {} } }] }],
      { fields: [{ field: 'outputs[0].parameters.classification' }] },
    ],
  ])('is an error for %s', async (_, call, error) => {
    served = await startServed();
    await served.add('echo', echo);
    await expect(infer(...call)).rejects.toMatchObject(error);
  });
});

describe('calls at once', () => {
  it('are computed together, each with its own answer', async () => {
    served = await startServed();
    await served.add('slow', { ...echo, blockMs: 20 });
    const bytes = Array.from({ length: 64 }, (_, i) => i);
    const answers = await Promise.all(
      bytes.map((byte) => infer('slow', { rawInputContents: [Buffer.of(byte)] })),
    );
    expect(answers.map(({ rawOutputContents: [x] }) => x![0])).toEqual(bytes);
    expect(Math.max(...answers.map((answer) => factsOf(answer).rows))).toBeGreaterThan(8);
  });

  it('are refused beyond the limit, with a time to repeat', async () => {
    const batching = { maxBatch: 1, maxDelayMs: 0, queueLimit: 2 };
    served = await startServed({ batching });
    await served.add('slow', { ...echo, blockMs: 50 });
    const results = await Promise.allSettled(Array.from({ length: 16 }, () => infer('slow')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(8);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ kind: 'resource-exhausted' });
      expect((reason as PolymathError).retryAfterMs).toBeGreaterThan(0);
    }
  });
});

describe('memory', () => {
  const big = (sizeBytes: number): EchoSpec => ({ ...echo, sizeBytes });
  const ready = async () => {
    const { models } = await served.inference.repositoryIndex({ repositoryName: '', ready: true });
    return models.map(({ name }) => name);
  };

  it('is made free by the model that has not been called for the longest', async () => {
    served = await startServed({ memoryBytes: 1000 });
    for (const name of ['a', 'b', 'c']) await served.add(name, big(400));
    await infer('a');
    await infer('b');
    await infer('a');
    const { loaded } = factsOf(await infer('c'));
    expect(await ready()).toEqual(['a', 'c']);
    expect(loaded).toBeLessThanOrEqual(3);
    expect(factsOf(await infer('c')).loaded).toBe(2);
    expect((await infer('b')).rawOutputContents[0]).toEqual(Buffer.of(7));
  });

  it('is not given to a model that is too large', async () => {
    served = await startServed({ memoryBytes: 10 });
    await served.add('a', echo);
    await expect(infer('a')).rejects.toMatchObject({ kind: 'resource-exhausted' });
  });

  it('is freed on request, and a call loads again', async () => {
    served = await startServed();
    await served.add('a', echo);
    const of = { repositoryName: '', modelName: 'a', parameters: {} };
    await served.inference.repositoryModelLoad(of);
    expect(await ready()).toEqual(['a']);
    await served.inference.repositoryModelUnload(of);
    expect(await ready()).toEqual([]);
    expect(factsOf(await infer('a')).loaded).toBe(1);
  });

  it('is freed of a version that is removed, once its calls are answered', async () => {
    served = await startServed();
    await served.add('a', { ...echo, blockMs: 200 });
    await served.add('a', echo);
    await infer('a', { modelVersion: '1' });
    const running = infer('a', { modelVersion: '1' });
    await served.models.deleteVersion({ name: 'a', version: 1 });
    expect((await running).modelVersion).toBe('1');
    expect(factsOf(await infer('a')).loaded).toBe(1);
  });
});

describe('faults', () => {
  it('answers while NATS is away, for models that are loaded', async () => {
    served = await startServed();
    await served.add('a', echo);
    await infer('a');
    await served.nats.kill();
    expect((await infer('a')).modelVersion).toBe('1');
    await until(async () => {
      const error: unknown = await infer('unknown').catch((reason: unknown) => reason);
      return (error as { kind?: string }).kind === 'unavailable';
    });
    expect((await infer('a')).modelVersion).toBe('1');
  });

  it('keeps a model whose computation failed', async () => {
    served = await startServed();
    await served.add('a', { ...echo, what: 'throw' });
    await served.add('b', echo);
    for (let i = 0; i < 2; i++) {
      await expect(infer('a')).rejects.toMatchObject({ message: 'the echo is lost' });
    }
    expect(factsOf(await infer('b')).loaded).toBe(2);
  });

  it('tells calls of a process that dies to repeat, and loads again', async () => {
    served = await startServed();
    await served.add('deadly', { ...echo, what: 'die' });
    await served.add('b', echo);
    await infer('b');
    await expect(infer('deadly')).rejects.toMatchObject({ kind: 'unavailable', retryAfterMs: 0 });
    expect(factsOf(await infer('b')).loaded).toBe(1);
  });

  it('answers calls in flight when the service ends', async () => {
    served = await startServed();
    await served.add('slow', { ...echo, blockMs: 300 });
    await infer('slow');
    const calls = Promise.all([1, 2, 3].map(() => infer('slow')));
    await until(async () => (await served.inference.serverLive({})).live);
    const restarted = served.restart();
    expect(await calls).toHaveLength(3);
    await restarted;
  });
});
