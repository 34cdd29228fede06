import { Accelerator, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { fromTimestamp } from '@polymath/events';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { context, startPlatform, type Platform, type Process } from './jobs.fixture.js';
import { submission } from './submission.fixture.js';

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING } = JobState;
const { JOB_STATE_SUCCEEDED, JOB_STATE_FAILED, JOB_STATE_CANCELLED } = JobState;

describe('jobs', () => {
  let platform: Platform<NatsFixture>;
  let jobs: Process;

  beforeAll(async () => {
    platform = await startPlatform(await startNats());
    jobs = await platform.start();
  });
  afterAll(() => platform.close());

  const tokenOf = async (id: string) => (await platform.store.tokens.list()).has(id);
  const cancel = (jobId: string) => jobs.handlers.cancelJob({ jobId }, context());

  /** Submits a job and waits for its first attempt. */
  async function begin() {
    const { id } = await jobs.submit(submission());
    const attempt = await jobs.script.next();
    expect(attempt.holder.job.id).toBe(id);
    return { id, attempt };
  }

  it('are committed with their results, and their token is gone', async () => {
    const { id, attempt } = await begin();
    expect(await platform.record(id)).toMatchObject({ state: JOB_STATE_RUNNING, epoch: 1 });
    const artifact = { sha256: 'ab', sizeBytes: 2n, mediaType: '', name: 'student.onnx' };
    attempt.succeed({ outputs: [artifact], metrics: { accuracy: 0.9 } });
    const job = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ outputs: [artifact], metrics: { accuracy: 0.9 }, epoch: 1 });
    expect(job.endTime).toBeDefined();
    await expect.poll(() => tokenOf(id)).toBe(false);
  });

  it('submitted 100 times in parallel under one request id are one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => jobs.submit(submission('same'))),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    (await jobs.script.next()).succeed();
    const job = await platform.reaches(answers[0]!.id, JOB_STATE_SUCCEEDED);
    expect(job.epoch).toBe(1);
    const again = await jobs.submit(submission('same'));
    expect(again).toMatchObject({ id: job.id, state: JOB_STATE_SUCCEEDED });
  });

  it('refuse a request id that belongs to another spec', async () => {
    await jobs.submit(submission('taken', [1]));
    await expect(jobs.submit(submission('taken', [2]))).rejects.toMatchObject({
      kind: 'already-exists',
    });
    (await jobs.script.next()).succeed();
  });

  it('for a GPU are refused where there is none', async () => {
    const accelerator = Accelerator.ACCELERATOR_GPU;
    const options = { requestId: '', accelerator, timeoutSeconds: 0, modelName: '' };
    const asked = jobs.submit({ ...submission(), options });
    await expect(asked).rejects.toMatchObject({ kind: 'failed-precondition' });
  });

  it('name every bad option', async () => {
    const bad = { accelerator: 9 as never, modelName: 'a.b' };
    const options = { ...submission('é').options!, ...bad };
    const asked = jobs.submit({ ...submission(), options });
    await expect(asked).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: [
        { field: 'options.request_id' },
        { field: 'options.accelerator' },
        { field: 'options.model_name' },
      ],
    });
  });

  it('that fail run again after their back-off, from their checkpoint', async () => {
    const { id, attempt } = await begin();
    const checkpoint = { artifact: undefined, phase: 'train', step: 5n, time: undefined };
    await attempt.holder.checkpoint(checkpoint);
    attempt.fail(new PolymathError('internal', 'it broke'));
    const second = await jobs.script.next();
    const { job } = second.holder;
    expect(job).toMatchObject({ id, epoch: 2, attempt: 1, checkpoint: { step: 5n } });
    expect(job.errors).toMatchObject([{ epoch: 1, kind: 'internal', message: 'it broke' }]);
    const waitedMs = fromTimestamp(job.updateTime!) - fromTimestamp(job.errors[0]!.time!);
    expect(waitedMs).toBeGreaterThanOrEqual(100);
    second.succeed();
    await platform.reaches(id, JOB_STATE_SUCCEEDED);
  });

  it('that poison every attempt fail after the third and block nobody', async () => {
    const { id, attempt } = await begin();
    attempt.fail(new Error('first'));
    (await jobs.script.next()).fail(new Error('second'));
    (await jobs.script.next()).fail(new Error('third'));
    const job = await platform.reaches(id, JOB_STATE_FAILED);
    expect(job.errors.map(({ message }) => message)).toEqual(['first', 'second', 'third']);
    (await begin()).attempt.succeed();
  });

  it('that can never succeed fail at once', async () => {
    const { id, attempt } = await begin();
    attempt.fail(new PolymathError('corrupt-data', 'not a model'));
    const job = await platform.reaches(id, JOB_STATE_FAILED);
    expect(job).toMatchObject({ attempt: 1, reason: 'not a model' });
  });

  it('whose process was killed are resumed without a wait', async () => {
    const { id, attempt } = await begin();
    attempt.fail(new PolymathError('unavailable', 'killed', { retryAfterMs: 0 }));
    const second = await jobs.script.next();
    expect(second.holder.job).toMatchObject({ id, epoch: 2, attempt: 1, notBefore: undefined });
    second.succeed();
  });

  it('that run end as cancelled when their executor has stopped', async () => {
    const { id, attempt } = await begin();
    await cancel(id);
    const job = await platform.reaches(id, JOB_STATE_CANCELLED);
    expect(attempt.holder.signal.reason).toMatchObject({ reason: 'cancelled' });
    expect(job).toMatchObject({ epoch: 1, cancelRequested: true });
    expect((await cancel(id)).job).toEqual(job);
  });

  it('that wait are cancelled at once, with their token', async () => {
    const { attempt } = await begin();
    const { id } = await jobs.submit(submission());
    expect((await cancel(id)).job).toMatchObject({ state: JOB_STATE_CANCELLED, epoch: 0 });
    expect(await tokenOf(id)).toBe(false);
    attempt.succeed();
  });

  it('fail when their deadline passes', async () => {
    const options = { ...submission().options!, timeoutSeconds: 1 };
    const { id } = await jobs.submit({ ...submission(), options });
    const { holder } = await jobs.script.next();
    const job = await platform.reaches(id, JOB_STATE_FAILED);
    expect(holder.signal.reason).toMatchObject({ kind: 'deadline-exceeded' });
    expect(job.errors).toMatchObject([{ kind: 'deadline-exceeded' }]);
  });

  it('that ended badly can be retried as new jobs', async () => {
    const { id, attempt } = await begin();
    attempt.fail(new PolymathError('corrupt-data', 'not a model'));
    await platform.reaches(id, JOB_STATE_FAILED);
    const request = { jobId: id, requestId: 'once more' };
    const first = await jobs.handlers.retryJob(request, context());
    const second = await jobs.handlers.retryJob(request, context());
    expect(first.job).toMatchObject({ retryOf: id, state: JOB_STATE_QUEUED });
    expect(second.job?.id).toBe(first.job?.id);
    (await jobs.script.next()).succeed();
    await platform.reaches(first.job!.id, JOB_STATE_SUCCEEDED);
    const useless = jobs.handlers.retryJob({ jobId: first.job!.id, requestId: '' }, context());
    await expect(useless).rejects.toMatchObject({ kind: 'failed-precondition' });
  });
});
