import { once } from 'node:events';
import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { forkModule, startNats, type NatsFixture } from '@polymath/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPlatform, type Platform } from './jobs.fixture.js';
import type { SubmitOptions } from './submit-program.fixture.js';
import { startWorkerProcess } from './worker-process.fixture.js';

const { JOB_STATE_QUEUED, JOB_STATE_SUCCEEDED, JOB_STATE_FAILED } = JobState;
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let platform: Platform<NatsFixture>;
beforeEach(async () => {
  platform = await startPlatform(await startNats());
});
afterEach(() => platform.close());

/** Starts a process that makes a job. */
function submitter(options: Omit<SubmitOptions, 'url'>) {
  const program = new URL('./submit-program.fixture.ts', import.meta.url);
  return forkModule(program, [JSON.stringify({ ...options, url: platform.nats.url })]);
}

/** All jobs there are. */
const jobs = () => [...platform.store.index.values()];

describe('a submitter that is killed between record and token', () => {
  it('has made one job, whose token the sweeper of any service publishes', async () => {
    const [, signal] = (await once(
      submitter({ requestId: 'once', times: 1, diesBeforeToken: true }),
      'exit',
    )) as [null, string];
    expect(signal).toBe('SIGKILL');
    await expect.poll(jobs).toHaveLength(1);
    const [{ id, state }] = jobs() as [ReturnType<typeof jobs>[0]];
    expect(state).toBe(JOB_STATE_QUEUED);
    expect(await platform.store.tokens.list()).toEqual(new Set());
    const { script } = await platform.start();
    (await script.next()).succeed();
    await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(await platform.submit('once')).toMatchObject({
      id,
      epoch: 1,
      state: JOB_STATE_SUCCEEDED,
    });
    expect(jobs()).toHaveLength(1);
  });
});

describe('the same request, 100 times at once from two processes', () => {
  it('makes one job, which runs once', async () => {
    const submitters = [0, 1].map(() => submitter({ requestId: 'same', times: 50 }));
    const answers = await Promise.all(submitters.map((child) => once(child, 'message')));
    const ids = answers.flatMap(([these]) => these as string[]);
    expect(ids).toHaveLength(100);
    const [id] = new Set(ids);
    expect(new Set(ids)).toEqual(new Set([id]));
    const { script } = await platform.start();
    (await script.next()).succeed();
    expect(await platform.reaches(id!, JOB_STATE_SUCCEEDED)).toMatchObject({ epoch: 1 });
    expect(jobs()).toHaveLength(1);
  });
});

describe('a job that kills its worker, between good ones,', () => {
  it('fails after its third worker and blocks nobody', async () => {
    const before = [await platform.submit(), await platform.submit()];
    const poison = await platform.submit();
    const after = [await platform.submit(), await platform.submit()];
    /** One life of a worker: takes jobs until it dies of the poison, or the last good job is done. */
    const live = async () => {
      const worker = await startWorkerProcess({ url: platform.nats.url });
      for (;;) {
        const attempt = await worker.next();
        if (attempt.job.id === poison.id) return worker.kill();
        await attempt.succeed();
      }
    };
    for (let lives = 0; lives < 3; lives++) await live();
    // What is left of the good ones, and the end of the poison, is for a worker that lives.
    const { script } = await platform.start();
    const rest = async () => {
      for (;;) (await script.next()).succeed();
    };
    void rest();
    for (const { id } of [...before, ...after]) {
      expect(await platform.reaches(id, JOB_STATE_SUCCEEDED)).toMatchObject({
        epoch: 1,
        errors: [],
      });
    }
    const failed = await platform.reaches(poison.id, JOB_STATE_FAILED);
    expect(failed).toMatchObject({ epoch: 4, attempt: 3 });
    expect(failed.errors.map(({ epoch, kind }) => [epoch, kind])).toEqual(
      [1, 2, 3].map((epoch) => [epoch, 'unavailable']),
    );
  });
});
