import {
  ModelInferRequest,
  type ModelStreamInferResponse,
} from '@polymath/contracts/inference/grpc_service';
import { afterEach, describe, expect, it } from 'vitest';
import type { EchoSpec } from './echo.fixture.js';
import { factsOf, startServed, type Served } from './served.fixture.js';

const echo: EchoSpec = { inputs: { x: { datatype: 'UINT8', shape: [-1] } } };

let served: Served;
afterEach(() => served.close());

const request = (id: string, more: Parameters<typeof ModelInferRequest.fromPartial>[0] = {}) =>
  ModelInferRequest.fromPartial({
    ...{ modelName: 'echo', id, inputs: [{ name: 'x', datatype: 'UINT8', shape: [1n] }] },
    ...{ rawInputContents: [Buffer.of(Number(id))], ...more },
  });

async function* stream(...requests: ModelInferRequest[]) {
  yield* requests;
}

async function all(answers: AsyncIterable<ModelStreamInferResponse>) {
  const list = [];
  for await (const answer of answers) list.push(answer);
  return list;
}

describe('a stream of inferences', () => {
  it('is answered in order, each with its id, computed together', async () => {
    served = await startServed();
    await served.add('echo', { ...echo, blockMs: 20 });
    const ids = Array.from({ length: 200 }, (_, i) => String(i));
    const answers = await all(
      served.inference.modelStreamInfer(stream(...ids.map((id) => request(id)))),
    );
    const responses = answers.map(({ inferResponse }) => inferResponse!);
    expect(responses.map(({ id }) => id)).toEqual(ids);
    expect(responses.map(({ rawOutputContents: [x] }) => String(x![0]))).toEqual(ids);
    expect(Math.max(...responses.map((response) => factsOf(response).rows))).toBeGreaterThan(8);
  });

  it('goes on after requests that are refused, and says which and why', async () => {
    served = await startServed();
    await served.add('echo', echo);
    const answers = await all(
      served.inference.modelStreamInfer(
        stream(
          request('1'),
          request('2', { rawInputContents: [Buffer.alloc(3)] }),
          request('3', { modelName: 'other' }),
          request('4'),
        ),
      ),
    );
    expect(answers).toMatchObject([
      { errorMessage: '', inferResponse: { id: '1' } },
      {
        errorMessage: 'raw_input_contents[0]: of "x" must hold 1 bytes, got 3',
        inferResponse: { id: '2', modelName: 'echo', outputs: [] },
      },
      { errorMessage: 'no such model: other', inferResponse: { id: '3', modelName: 'other' } },
      { errorMessage: '', inferResponse: { id: '4' } },
    ]);
  });

  it('says that an answer is the last one to those who ask', async () => {
    served = await startServed();
    await served.add('echo', echo);
    const parameterChoice = { $case: 'boolParam' as const, value: true };
    const parameters = { triton_enable_empty_final_response: { parameterChoice } };
    const requests = stream(request('1', { parameters }), request('2'));
    const answers = await all(served.inference.modelStreamInfer(requests));
    expect(answers.map(({ inferResponse }) => inferResponse!.parameters)).toEqual([
      { triton_final_response: { parameterChoice } },
      {},
    ]);
  });

  it('ends with its client, and other calls go on', async () => {
    served = await startServed();
    await served.add('echo', { ...echo, blockMs: 50 });
    const gone = new AbortController();
    const requests = stream(...Array.from({ length: 50 }, (_, i) => request(String(i))));
    const answers = served.inference.modelStreamInfer(requests, { signal: gone.signal });
    await answers.next();
    gone.abort();
    await expect(all(answers)).rejects.toMatchObject({ kind: 'cancelled' });
    expect((await served.inference.modelInfer(request('7'))).id).toBe('7');
  });
});
