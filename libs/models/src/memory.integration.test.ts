import { ModelInferRequest } from '@polymath/contracts/inference/grpc_service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsOf, startServed, type Served } from './served.fixture.js';

const inferences = 10_000;
const inFlight = 32;
const growthBytes = 20 * 1024 * 1024;
const echo = { inputs: { x: { datatype: 'FP32', shape: [-1, 1024] } } };

const request = (modelName: string) =>
  ModelInferRequest.fromPartial({
    modelName,
    inputs: [{ name: 'x', datatype: 'FP32', shape: [1n, 1024n] }],
    rawInputContents: [Buffer.alloc(4096)],
  });

let served: Served;
beforeAll(async () => {
  served = await startServed({ memoryBytes: 5000 });
});
afterAll(() => served.close());

async function infer(count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += inFlight) {
    await Promise.all(
      Array.from({ length: inFlight }, () => served.inference.modelInfer(request('a'))),
    );
  }
}

/** What this process, which is the service and its client, holds when nothing waits to be collected. */
async function heldBytes(): Promise<number> {
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

describe('memory', () => {
  it(`does not grow by ${inferences} inferences`, async () => {
    await served.add('a', echo);
    await infer(1000);
    const before = await heldBytes();
    await infer(inferences);
    expect((await heldBytes()) - before).toBeLessThan(growthBytes);
  });

  it('is given back by 50 models that are loaded one after the other', async () => {
    for (let i = 0; i < 50; i++) await served.add(`m${i}`, { ...echo, sizeBytes: 1000 });
    const before = await heldBytes();
    let most = 0;
    for (let i = 0; i < 50; i++) {
      const answer = await served.inference.modelInfer(request(`m${i}`));
      most = Math.max(most, factsOf(answer).loaded);
    }
    const of = { repositoryName: '', parameters: {} };
    for (let i = 0; i < 50; i++)
      await served.inference.repositoryModelUnload({ ...of, modelName: `m${i}` });
    expect(most).toBeLessThanOrEqual(6);
    expect(await heldBytes()).toBeLessThan(1.1 * before);
    expect(factsOf(await served.inference.modelInfer(request('a'))).loaded).toBe(1);
  });
});
