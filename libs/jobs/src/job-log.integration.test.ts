import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { createLogger } from '@polymath/service-kit';
import { startNats } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fastSettings } from './fast-settings.fixture.js';
import type { AttemptEnd } from './job-observer.js';
import { startPlatform, type Platform } from './jobs.fixture.js';
import { script } from './script.fixture.js';
import { startJobs, type Jobs } from './start-jobs.js';
import { engine } from './state-machine.fixture.js';
import { submission } from './submission.fixture.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceParent = `00-${traceId}-00f067aa0ba902b7-01`;

let platform: Platform<Awaited<ReturnType<typeof startNats>>>;
let jobs: Jobs;
const attempts = script();
const lines: Record<string, unknown>[] = [];
const ends: AttemptEnd[] = [];

beforeAll(async () => {
  platform = await startPlatform(await startNats());
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  jobs = await startJobs({
    ...{ connection: await platform.connect(), area: 'test', settings: fastSettings, engine },
    ...{ execute: attempts.execute, gpu: false, log: createLogger('test', 'debug', { write }) },
    observer: { begun: () => undefined, left: ({ end }) => void ends.push(end) },
  });
});
afterAll(async () => {
  await jobs.close();
  await platform.close();
});

describe('a job that fails and then succeeds', () => {
  it('is told of, each line with the job, its attempt and its trace', async () => {
    const { id, kind } = await jobs.submit({ ...submission('a'), traceParent });
    (await attempts.next()).fail(new Error('words that a user may have written'));
    (await attempts.next()).succeed();
    await platform.reaches(id, JobState.JOB_STATE_SUCCEEDED);
    await vi.waitFor(() => expect(ends).toEqual(['repeated', 'succeeded']));
    const about = { job: id, area: 'test', kind, traceId };
    expect(lines).toMatchObject([
      { ...about, msg: 'job accepted', level: 20, epoch: 0, attempt: 0 },
      { ...about, msg: 'job begun', level: 30, epoch: 1, attempt: 0 },
      {
        ...about,
        msg: 'job left',
        level: 40,
        epoch: 1,
        attempt: 1,
        end: 'repeated',
        error: 'internal',
      },
      { ...about, msg: 'job begun', level: 30, epoch: 2, attempt: 1 },
      { ...about, msg: 'job left', level: 30, epoch: 2, end: 'succeeded' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('user');
  });
});
