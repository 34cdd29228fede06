import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EchoSpec } from '../echo.fixture.js';
import { startServed, type Served } from '../served.fixture.js';

const echo: EchoSpec = { inputs: { x: { datatype: 'UINT8', shape: [-1] } } };
const request = (modelName: string, modelVersion = '') => ({
  ...{ modelName, modelVersion, id: '', parameters: {}, outputs: [] },
  inputs: [{ name: 'x', datatype: 'UINT8', shape: [1n], parameters: {}, contents: undefined }],
  rawInputContents: [Buffer.of(7)],
});

let served: Served;
beforeAll(async () => {
  served = await startServed();
});
afterAll(() => served.close());

const get = async (name: string) => (await served.models.getModel({ name })).model!;

describe('a job that names a model', () => {
  it('makes one version, which can be called at once', async () => {
    const { id } = await served.job('named', echo);
    const answer = await served.inference.modelInfer(request('named'));
    expect(answer).toMatchObject({ modelVersion: '1', rawOutputContents: [Buffer.of(7), {}] });
    const { versions } = await get('named');
    expect(versions).toMatchObject([
      { version: 1, kind: 'echo', metrics: { accuracy: 0.5 }, lineage: { jobId: id } },
    ]);
  });

  it('makes no other one when it is seen or given again', async () => {
    const { id } = await served.job('once', echo);
    await served.inference.modelInfer(request('once'));
    await served.restart();
    const source = { $case: 'jobId' as const, value: id };
    const made = [1, 2, 3, 4].map(() => served.models.createVersion({ name: 'once', source }));
    expect((await Promise.all(made)).map(({ version }) => version)).toEqual([1, 1, 1, 1]);
    expect((await get('once')).versions).toHaveLength(1);
  });

  it('is registered after a service that died between the job’s end and the registration', async () => {
    served.refuseLoads(true);
    const { id } = await served.job('late', echo);
    await expect(get('late')).rejects.toMatchObject({ kind: 'not-found' });
    served.refuseLoads(false);
    await served.restart();
    await served.inference.modelInfer(request('late'));
    expect((await get('late')).versions).toMatchObject([{ lineage: { jobId: id } }]);
  });

  it('is told where the model is looked for when what it made cannot be served', async () => {
    const { id } = await served.job('unmade', 'no echo');
    const infer = () => served.inference.modelInfer(request('unmade'));
    const told = { kind: 'not-found', message: `no such model: unmade (job ${id} made none: expected an echo)` }; // prettier-ignore
    await expect(infer()).rejects.toMatchObject(told);
    await expect(get('unmade')).rejects.toMatchObject(told);
    await served.restart();
    await expect(infer()).rejects.toMatchObject(told);
    await served.add('unmade', echo);
    const { failedRegistrations } = await served.models.getModel({ name: 'unmade' });
    expect(failedRegistrations).toEqual([{ jobId: id, reason: 'expected an echo' }]);
  });

  it('does not come back once its version is removed', async () => {
    const { id } = await served.job('gone', echo);
    await served.inference.modelInfer(request('gone'));
    await served.models.deleteVersion({ name: 'gone', version: 1 });
    await served.restart();
    await expect(served.inference.modelInfer(request('gone'))).rejects.toMatchObject({
      kind: 'not-found',
    });
    const source = { $case: 'jobId' as const, value: id };
    await expect(served.models.createVersion({ name: 'gone', source })).rejects.toMatchObject({
      kind: 'failed-precondition',
    });
  });
});

describe('ModelService', () => {
  it('numbers versions that come at once, each once', async () => {
    const made = Array.from({ length: 8 }, () => served.add('many', echo));
    expect((await Promise.all(made)).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('gives an alias to one of those who set it at once', async () => {
    await served.add('shared', echo);
    const set = { name: 'shared', alias: 'live', version: 1, expectedVersion: 0 };
    const attempts = [1, 2, 3, 4].map(() => served.models.setAlias(set));
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ kind: 'conflict' });
    }
    const answer = await served.inference.modelInfer(request('shared', 'live'));
    expect(answer.modelVersion).toBe('1');
  });

  it('lists models by name, page by page', async () => {
    await served.add('a1', echo);
    await served.add('a2', echo);
    const first = await served.models.listModels({ pageSize: 1, pageToken: '' });
    const { nextPageToken: pageToken } = first;
    const second = await served.models.listModels({ pageSize: 1, pageToken });
    const names = [first, second].flatMap(({ models }) => models.map(({ name }) => name));
    expect(names).toEqual(['a1', 'a2']);
  });

  it.each<[string, () => Promise<unknown>, object]>([
    [
      'a bad name, and no source',
      () => served.models.createVersion({ name: 'A', source: undefined }),
      { fields: [{ field: 'name' }, { field: 'source' }] },
    ],
    [
      'a file without hash or kind',
      () =>
        served.models.createVersion({
          name: 'a',
          source: { $case: 'file', value: { sha256: 'x', kind: 'y', metrics: {} } },
        }),
      { fields: [{ field: 'file.sha256' }, { field: 'file.kind' }] },
    ],
    [
      'an artifact that is not there',
      () =>
        served.models.createVersion({
          name: 'a',
          source: { $case: 'file', value: { sha256: 'a'.repeat(64), kind: 'echo', metrics: {} } },
        }),
      { kind: 'not-found' },
    ],
    [
      'a job that is not there',
      () => served.models.createVersion({ name: 'a', source: { $case: 'jobId', value: 'j' } }),
      { kind: 'not-found' },
    ],
    [
      'a bad alias',
      () => served.models.setAlias({ name: 'a1', alias: '1', version: 1 }),
      { fields: [{ field: 'alias' }] },
    ],
    [
      'a version 0',
      () => served.models.deleteVersion({ name: 'a1', version: 0 }),
      { fields: [{ field: 'version' }] },
    ],
    ['an unknown model', () => get('nothing'), { kind: 'not-found' }],
    [
      'a bad page',
      () => served.models.listModels({ pageSize: 1001, pageToken: '?' }),
      { fields: [{ field: 'page_size' }, { field: 'page_token' }] },
    ],
  ])('refuses %s', async (_, call, error) => {
    await expect(call()).rejects.toMatchObject(error);
  });
});
