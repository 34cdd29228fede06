import { JobState, type WatchJobResponse } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { context, startPlatform, type Platform, type Process } from './jobs.fixture.js';
import { submission } from './submission.fixture.js';
import { stateName } from './job-states.js';
import { applyEvent } from './store.js';

describe('watchJob', () => {
  let platform: Platform<NatsFixture>;
  let jobs: Process;

  beforeAll(async () => {
    platform = await startPlatform(await startNats());
    jobs = await platform.start();
  });
  afterAll(() => platform.close());

  function watch(jobId: string, resumeToken = '', signal?: AbortSignal) {
    return jobs.handlers.watchJob({ jobId, resumeToken }, context(signal));
  }

  const word = ({ event }: WatchJobResponse) => {
    const happened = event?.event;
    if (happened?.$case !== 'state') return happened?.$case ?? '';
    return `${stateName(happened.value.state)}@${happened.value.epoch}`;
  };

  async function all(responses: AsyncIterable<WatchJobResponse>): Promise<WatchJobResponse[]> {
    const read: WatchJobResponse[] = [];
    for await (const response of responses) read.push(response);
    return read;
  }

  /** A job that fails once, then succeeds. */
  async function livelyJob(): Promise<string> {
    const { id } = await jobs.submit(submission());
    const { holder, fail } = await jobs.script.next();
    holder.progress({ phase: 'train', step: 1n, steps: 2n, metrics: {} });
    holder.log('info', 'hello');
    await holder.checkpoint({ artifact: undefined, phase: 'train', step: 1n, time: undefined });
    fail(new Error('it broke'));
    (await jobs.script.next()).succeed();
    await platform.reaches(id, JobState.JOB_STATE_SUCCEEDED);
    return id;
  }

  const life = [
    ...['queued@0', 'running@1', 'progress', 'log', 'checkpoint', 'queued@1', 'running@2'],
    'succeeded@2',
  ];

  it('tells all that happened, in order, and ends with the job', async () => {
    expect((await all(watch(await livelyJob()))).map(word)).toEqual(life);
  });

  it('goes on behind any resume token, with every state', async () => {
    const id = await livelyJob();
    const responses = await all(watch(id));
    for (const [index, { resumeToken }] of responses.slice(0, -1).entries()) {
      const rest = await all(watch(id, resumeToken));
      expect(rest.map(word)).toEqual(life.slice(index + 1));
    }
  });

  it('follows a job live', async () => {
    const { id } = await jobs.submit(submission());
    const { holder, succeed } = await jobs.script.next();
    const seen: string[] = [];
    for await (const response of watch(id)) {
      seen.push(word(response));
      if (seen.at(-1) === 'running@1') holder.log('warning', 'nearly there');
      if (seen.at(-1) === 'log') succeed();
    }
    expect(seen).toEqual(['queued@0', 'running@1', 'log', 'succeeded@1']);
  });

  it('learns from the record of states whose events were lost', async () => {
    const { id } = await jobs.submit(submission());
    const { holder } = await jobs.script.next();
    const seen: string[] = [];
    for await (const response of watch(id)) {
      seen.push(word(response));
      if (seen.at(-1) !== 'running@1') continue;
      // Written straight into the record, as by a worker that died before its event.
      const engine = holder.job.engine!;
      const theft = { type: 'worker-lost' as const, now: Date.now(), worker: 'thief', engine };
      await applyEvent(platform.store.records, id, theft);
      const success = { type: 'success' as const, epoch: 2, now: Date.now() };
      await applyEvent(platform.store.records, id, { ...success, outputs: [], metrics: {} });
    }
    expect(seen).toEqual(['queued@0', 'running@1', 'succeeded@2']);
  });

  it('ends when its caller leaves', async () => {
    const { id } = await jobs.submit(submission());
    const { succeed } = await jobs.script.next();
    const leave = new AbortController();
    const seen: string[] = [];
    for await (const response of watch(id, '', leave.signal)) {
      seen.push(word(response));
      if (seen.at(-1) === 'running@1') leave.abort();
    }
    expect(seen).toEqual(['queued@0', 'running@1']);
    succeed();
  });

  it.each(['x', '-1', '1.5'])('refuses the resume token "%s"', async (token) => {
    await expect(all(watch('a1', token))).rejects.toMatchObject({
      fields: [{ field: 'resume_token' }],
    });
  });

  it('tells that there is no such job', async () => {
    await expect(all(watch('nobody'))).rejects.toMatchObject({ kind: 'not-found' });
  });
});
