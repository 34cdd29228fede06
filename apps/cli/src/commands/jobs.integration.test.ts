import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeShell, type FakeShell } from '../fake-shell.fixture.js';
import { fakeJobId, startFakeService, type FakeService } from '../fake-service.fixture.js';
import { writeTestFile } from '../fake-service.fixture.js';

let service: FakeService;
let shell: FakeShell;

beforeAll(async () => {
  service = await startFakeService();
});
afterAll(() => service.close());
beforeEach(() => {
  shell = fakeShell({ POLYMATH_COMPRESSION_ADDRESS: service.address });
});

describe('jobs', () => {
  it('lists jobs as a table', async () => {
    expect(await shell.run('jobs', 'list')).toBe(0);
    expect(shell.out.at(-1)).toMatch(/^job1 +TrainClassifier +running +1970-01-01 00:16Z/);
  });

  it.each(['get', 'cancel', 'retry'])('%s tells of the job', async (command) => {
    expect(await shell.run('jobs', command, fakeJobId, '--json')).toBe(0);
    expect(JSON.parse(shell.out[0]!)).toMatchObject({ id: fakeJobId, state: 'JOB_STATE_RUNNING' });
  });

  it('explains a job', async () => {
    expect(await shell.run('jobs', 'explain', fakeJobId)).toBe(0);
    expect(shell.out).toEqual([
      `job        ${fakeJobId} (compression TrainClassifier)`,
      'state      running',
      'why        It runs on worker w1.',
      'holder     answers; last sign 1970-01-01 00:16:42Z',
      'progress   train, step 3 of 10, 1970-01-01 00:16:42Z',
    ]);
    expect(await shell.run('jobs', 'explain', fakeJobId, '--json')).toBe(0);
    expect(JSON.parse(shell.out.at(-1)!)).toMatchObject({
      cause: 'JOB_CAUSE_RUNNING',
      job: { id: fakeJobId },
      holder: { answer: 'ANSWER_HELD', progress: { step: '3' } },
    });
  });

  it('watches a job until it ends', async () => {
    expect(await shell.run('jobs', 'watch', fakeJobId)).toBe(0);
    expect(shell.out).toContain('state      succeeded');
  });

  it('tells of a job that is not there, also as JSON', async () => {
    expect(await shell.run('jobs', 'get', 'nothing')).toBe(3);
    expect(await shell.run('jobs', 'get', 'nothing', '--json')).toBe(3);
    expect(shell.err[0]).toBe('error: no such job: nothing');
    expect(JSON.parse(shell.err[1]!)).toMatchObject({ error: { kind: 'not-found' } });
  });
});

describe('artifacts', () => {
  it('gets back what was put', async () => {
    const path = writeTestFile(service.folder, 'notes.txt', 'some text');
    expect(await shell.run('artifacts', 'put', path)).toBe(0);
    const [sha256 = ''] = shell.out[0]!.split(' ');
    const copy = join(service.folder, 'copy.txt');
    expect(await shell.run('artifacts', 'get', sha256, copy)).toBe(0);
    expect(readFileSync(copy, 'utf8')).toBe('some text');
  });

  it('tells of one that is not there', async () => {
    expect(await shell.run('artifacts', 'get', 'ab'.repeat(32))).toBe(3);
  });
});
