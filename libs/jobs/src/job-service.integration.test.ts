import { JobState, type ListJobsRequest } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { context, startPlatform, type Platform, type Process } from './jobs.fixture.js';
import { submission } from './submission.fixture.js';

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING } = JobState;

describe('JobService', () => {
  let platform: Platform<NatsFixture>;
  let jobs: Process;
  /** Oldest first; the first one runs, the others wait. */
  const ids: string[] = [];

  beforeAll(async () => {
    platform = await startPlatform(await startNats());
    jobs = await platform.start();
    for (let i = 0; i < 5; i++) {
      const kind = i === 4 ? 'ExtractKnowledge' : 'TrainClassifier';
      ids.push((await jobs.submit({ ...submission(), kind })).id);
      if (i === 0) await jobs.script.next();
    }
    await platform.reaches(ids[0]!, JOB_STATE_RUNNING);
    await vi.waitFor(async () => expect(await list()).toHaveLength(5));
  });
  afterAll(() => platform.close());

  const request: ListJobsRequest = { pageSize: 0, pageToken: '', states: [], kind: '' };
  const page = (changes: Partial<ListJobsRequest> = {}) =>
    jobs.handlers.listJobs({ ...request, ...changes }, context());
  const list = async (changes: Partial<ListJobsRequest> = {}) =>
    (await page(changes)).jobs.map(({ id }) => id);

  it('lists jobs, newest first', async () => {
    const { jobs: listed } = await page();
    expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const times = listed.map(
      ({ createTime }) => createTime!.seconds * 10n ** 9n + BigInt(createTime!.nanos),
    );
    expect(times).toEqual([...times].sort((a, b) => Number(b - a)));
  });

  it('lists in pages that miss none and repeat none', async () => {
    const read: string[] = [];
    let pageToken = '';
    do {
      const next = await page({ pageSize: 2, pageToken });
      read.push(...next.jobs.map(({ id }) => id));
      pageToken = next.nextPageToken;
    } while (pageToken !== '');
    expect(read).toEqual(await list());
  });

  it('lists some states or one kind alone', async () => {
    await expect.poll(() => list({ states: [JOB_STATE_RUNNING] })).toEqual([ids[0]]);
    expect(await list({ states: [JOB_STATE_QUEUED] })).toHaveLength(4);
    expect(await list({ kind: 'ExtractKnowledge' })).toEqual([ids[4]]);
  });

  it('names every bad field of a list request', async () => {
    const bad = { pageSize: 1001, pageToken: '?', states: [9 as never] };
    await expect(async () => page(bad)).rejects.toMatchObject({
      fields: [{ field: 'page_size' }, { field: 'page_token' }, { field: 'states' }],
    });
  });

  it('hides the jobs of other tenants', async () => {
    const stranger = { ...context(), tenant: 'stranger' };
    const { jobs: listed } = await jobs.handlers.listJobs(request, stranger);
    expect(listed).toEqual([]);
    const got = jobs.handlers.getJob({ jobId: ids[0]! }, stranger);
    await expect(got).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each(['nobody', '', 'a.b', '*', '>'])('finds no job "%s"', async (jobId) => {
    await expect(jobs.handlers.getJob({ jobId }, context())).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});
