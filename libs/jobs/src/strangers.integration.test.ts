import { Job, JobState, ListJobsRequest } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { context, startPlatform, type Platform, type Process } from './jobs.fixture.js';
import { submission } from './submission.fixture.js';

const garbage = Buffer.from('ff00fe01', 'hex');
const record = (fields: Partial<Job>) => Job.encode(Job.fromPartial(fields)).finish();

describe('a stranger on NATS', () => {
  let platform: Platform<NatsFixture>;
  let jobs: Process;
  let victim: string;

  beforeAll(async () => {
    platform = await startPlatform(await startNats());
    jobs = await platform.start();
    victim = (await succeed()).id;
    const { nats } = await platform.connect();
    const other = { area: 'test', tenant: 'default', state: JobState.JOB_STATE_SUCCEEDED };
    nats.publish('$KV.jobs.test.garbage', garbage);
    nats.publish('$KV.jobs.test.forged', record({ ...other, id: victim, kind: 'Forged' }));
    nats.publish('$KV.jobs.test.NO.id', record({ ...other, id: 'id' }));
    nats.publish(
      '$KV.jobs.test.later',
      record({ ...other, id: 'later', state: JobState.UNRECOGNIZED }),
    );
    nats.publish('work.test.cpu.garbage', garbage);
    nats.publish('work.test.cpu.later', garbage);
    nats.publish(`events.test.${victim}.progress`, garbage);
    await nats.flush();
  });
  afterAll(() => platform.close());

  async function succeed(): Promise<Job> {
    const { id } = await jobs.submit(submission());
    (await jobs.script.next()).succeed();
    return platform.reaches(id, JobState.JOB_STATE_SUCCEEDED);
  }

  const list = async (of: Process) => {
    const response = await of.handlers.listJobs(ListJobsRequest.fromPartial({}), context());
    return response.jobs.map(({ id, kind }) => [id, kind]);
  };

  it('stops no job and hides none', async () => {
    const { id, kind } = await succeed();
    expect(await list(jobs)).toEqual([
      [id, kind],
      [victim, kind],
    ]);
  });

  it('keeps no service from its start', async () => {
    expect(await list(await platform.start())).toHaveLength(2);
  });

  it('ends no watch', async () => {
    const watched = jobs.handlers.watchJob({ jobId: victim, resumeToken: '' }, context());
    let last: JobState | undefined;
    for await (const { event } of watched) {
      if (event?.event?.$case === 'state') last = event.event.value.state;
    }
    expect(last).toBe(JobState.JOB_STATE_SUCCEEDED);
  });

  it.each(['garbage', 'later'])('is told of when the record %s is asked for', async (jobId) => {
    const asked = jobs.handlers.getJob({ jobId }, context());
    await expect(asked).rejects.toMatchObject({ kind: 'corrupt-data' });
  });

  it('leaves no token that comes again for ever', async () => {
    await expect.poll(() => platform.store.tokens.list(), { timeout: 10_000 }).toEqual(new Set());
  });
});
