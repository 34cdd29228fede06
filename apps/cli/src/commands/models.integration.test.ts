import {
  Model,
  ModelServiceService,
  type CreateVersionRequest,
  type DeleteVersionRequest,
  type SetAliasRequest,
} from '@polymath/contracts/polymath/models/v1/models';
import {
  createLogger,
  notFound,
  service,
  startServer,
  type RunningServer,
} from '@polymath/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeShell, type FakeShell } from '../fake-shell.fixture.js';

const model = Model.fromPartial({
  ...{ name: 'digits', area: 'compression', aliases: { live: 2 }, lastVersion: 2 },
  versions: [1, 2].map((version) => ({
    ...{ version, kind: 'classifier', metrics: { accuracy: 0.9871 } },
    artifact: { sha256: 'ab'.repeat(32), sizeBytes: 2048n },
    signature: {
      inputs: [{ name: 'input', datatype: 'FP32', shape: [-1n, 784n] }],
      outputs: [{ name: 'class', datatype: 'INT32', shape: [-1n] }],
    },
    lineage: {
      ...{ jobId: `job${version}`, jobKind: 'TrainClassifier' },
      data: [{ field: 'training.images', sha256: 'cd'.repeat(32) }],
    },
  })),
});

const asked: (CreateVersionRequest | SetAliasRequest | DeleteVersionRequest)[] = [];
let server: RunningServer;
let shell: FakeShell;

beforeAll(async () => {
  const answer = async (request: (typeof asked)[number]) => {
    asked.push(request);
    return { model, version: 2 };
  };
  const handlers = {
    ...{ createVersion: answer, setAlias: answer, deleteVersion: answer },
    getModel: async ({ name }: { name: string }) => {
      if (name !== 'digits') throw notFound('model', name);
      return { model, failedRegistrations: [{ jobId: 'job3', reason: 'no network' }] };
    },
    listModels: async () => ({ models: [model], nextPageToken: '' }),
  };
  const services = [service(ModelServiceService, handlers)];
  const log = createLogger('fake', 'silent');
  server = await startServer({ address: '127.0.0.1:0', services, log });
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
  shell = fakeShell({ POLYMATH_COMPRESSION_ADDRESS: `127.0.0.1:${server.port}` });
});

describe('models', () => {
  it('lists models as a table', async () => {
    expect(await shell.run('models', 'list')).toBe(0);
    expect(shell.out.at(-1)).toMatch(/^digits +classifier +2 +2 +live=2/);
  });

  it('tells what a model takes, gives and comes from', async () => {
    expect(await shell.run('models', 'get', 'digits')).toBe(0);
    const text = shell.out.join('\n');
    expect(text).toContain('input FP32 [any, 784]');
    expect(text).toContain('class INT32 [any]');
    expect(text).toContain('job job2 (TrainClassifier)');
    expect(shell.err).toEqual(['job job3 made no version: no network']);
    expect(text).toMatch(new RegExp(`training.images +${'cd'.repeat(32)}`));
    expect(await shell.run('models', 'get', 'digits', '--json')).toBe(0);
    expect(JSON.parse(shell.out.at(-1)!)).toMatchObject({ name: 'digits', aliases: { live: 2 } });
  });

  it('tells of one that is not there', async () => {
    expect(await shell.run('models', 'get', 'other')).toBe(3);
  });

  it.each([
    [
      ['create', 'digits', '--job', 'job1'],
      { name: 'digits', source: { $case: 'jobId', value: 'job1' } },
    ],
    [
      ['create', 'digits', '--file', 'ab'],
      { source: { $case: 'file', value: { sha256: 'ab', kind: 'classifier' } } },
    ],
    [['alias', 'digits', 'live', '2'], { alias: 'live', version: 2, expectedVersion: undefined }],
    [['alias', 'digits', 'live', '0', '--expect', '2'], { version: 0, expectedVersion: 2 }],
    [['delete', 'digits', '1'], { name: 'digits', version: 1 }],
  ])('%j asks for it', async (args, request) => {
    expect(await shell.run('models', ...args)).toBe(0);
    expect(asked).toMatchObject([request]);
  });

  it.each([
    [['create', 'digits']],
    [['create', 'digits', '--job', 'a', '--file', 'b']],
    [['alias', 'digits', 'live', 'two']],
    [['delete', 'digits', '-1']],
  ])('%j is bad usage', async (args) => {
    expect(await shell.run('models', ...args)).toBe(2);
    expect(asked).toEqual([]);
  });
});
