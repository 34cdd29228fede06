import {
  Accelerator,
  HolderFacts_Answer,
  JobCause,
  JobState,
  QueueFacts_Token,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { createLogger } from '@polymath/service-kit';
import { forkModule, ownProcess, startNats, type NatsFixture } from '@polymath/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobServiceHandlers } from './job-service.js';
import { context, startPlatform, type Platform } from './jobs.fixture.js';
import { newRecord } from './new-record.js';
import { defaultJobSettings } from './settings.js';
import { newJob } from './state-machine.fixture.js';
import { submission } from './submission.fixture.js';
import { submitJob } from './submit.js';

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING, JOB_STATE_CANCELLED } = JobState;
const patience = { timeout: 20_000 };

describe('explainJob', () => {
  let platform: Platform<NatsFixture>;

  beforeEach(async () => {
    platform = await startPlatform(await startNats());
  });
  afterEach(() => platform.close());

  /** A service that makes jobs and runs none. */
  const parts = () => {
    const log = createLogger('test', 'silent');
    const settings = defaultJobSettings;
    return { store: platform.store, maxAttempts: 3, gpu: true, log, settings };
  };
  const submit = (requestId = '') => submitJob(parts(), submission(requestId));
  const explain = (jobId: string) => jobServiceHandlers(parts()).explainJob({ jobId }, context());

  /** Waits until the index knows what the records say. */
  const indexed = (id: string, state: JobState) =>
    expect.poll(() => platform.store.index.get(id)?.state, patience).toBe(state);

  it('counts who goes before a queued job, and finds the workers busy', async () => {
    const jobs = await platform.start();
    const first = await submit();
    const { succeed } = await jobs.script.next();
    const [second, third] = [await submit(), await submit()];
    await indexed(first.id, JOB_STATE_RUNNING);
    await indexed(third.id, JOB_STATE_QUEUED);
    expect(await explain(third.id)).toMatchObject({
      cause: JobCause.JOB_CAUSE_BEHIND_OTHERS,
      sentence: 'It waits in the cpu queue behind 1 other job; its workers are busy with 1 job.',
      job: { id: third.id },
      holder: undefined,
      queue: { ahead: 1, undeliveredTokens: 2n, runningJobs: 1, answeringJobs: 1 },
    });
    expect(await explain(second.id)).toMatchObject({ cause: JobCause.JOB_CAUSE_NEXT });
    succeed();
  });

  it('says that a job waits for a worker of a kind that was never there', async () => {
    await platform.start();
    const options = { ...submission().options!, accelerator: Accelerator.ACCELERATOR_GPU };
    const { id } = await submitJob(parts(), { ...submission(), options });
    expect(await explain(id)).toMatchObject({
      cause: JobCause.JOB_CAUSE_NO_WORKER,
      sentence: 'It waits for a gpu worker, and none has ever been connected.',
      queue: { hadWorker: false, waitingRequests: 0 },
    });
  });

  it('says that the workers have gone, and that one is there again', async () => {
    const gone = await platform.start();
    await gone.close();
    const { id } = await submit();
    await expect
      .poll(() => explain(id), patience)
      .toMatchObject({
        cause: JobCause.JOB_CAUSE_NO_WORKER,
        queue: { hadWorker: true, waitingRequests: 0 },
      });
    const { script } = await platform.start();
    await script.next();
    expect(await explain(id)).toMatchObject({ cause: JobCause.JOB_CAUSE_RUNNING });
  });

  it('says when a failed job runs again', async () => {
    const jobs = await platform.start({ backoffMs: [600_000] });
    const { id } = await submit();
    (await jobs.script.next()).fail(new Error('it broke'));
    await platform.reaches(id, JOB_STATE_QUEUED);
    await expect
      .poll(() => explain(id), patience)
      .toMatchObject({
        cause: JobCause.JOB_CAUSE_BACKING_OFF,
        sentence: expect.stringMatching(
          /^It runs again at 20.*Z, in (\d min|10 min|599 s), after failed attempt 1 of 3 \(it broke\)/,
        ) as string,
      });
  });

  it('says who runs a job, how far it is, and that it is asked to stop', async () => {
    const jobs = await platform.start();
    const { id } = await submit();
    const { holder } = await jobs.script.next();
    await holder.checkpoint({ artifact: undefined, phase: 'train', step: 3n, time: undefined });
    holder.progress({ phase: 'train', step: 4n, steps: 9n, metrics: {} });
    await expect.poll(async () => (await explain(id)).holder?.progress, patience).toBeDefined();
    const running = await explain(id);
    expect(running).toMatchObject({
      cause: JobCause.JOB_CAUSE_RUNNING,
      holder: { answer: HolderFacts_Answer.ANSWER_HELD, progress: { phase: 'train', step: 4n } },
      queue: undefined,
    });
    expect(running.sentence).toMatch(
      /train, step 4 of 9, told .* newest checkpoint is train, step 3/,
    );
  });

  it('says that a job has ended, and why', async () => {
    const { id } = await submit();
    await jobServiceHandlers(parts()).cancelJob({ jobId: id }, context());
    await platform.reaches(id, JOB_STATE_CANCELLED);
    const { cause, sentence, queue } = await explain(id);
    expect({ cause, queue }).toEqual({ cause: JobCause.JOB_CAUSE_ENDED, queue: undefined });
    expect(sentence).toMatch(/^It was cancelled at 20.*Z: cancelled while queued\.$/);
  });

  it('says that a job has no token', async () => {
    await platform.store.records.create(newRecord({ ...newJob, area: 'test' }, Date.now()));
    expect(await explain(newJob.id)).toMatchObject({
      cause: JobCause.JOB_CAUSE_NO_TOKEN,
      queue: { token: QueueFacts_Token.TOKEN_MISSING },
    });
  });

  it('is unavailable, and says nothing false, while NATS is away', async () => {
    const jobs = await platform.start();
    const { id } = await submit();
    await jobs.script.next();
    await platform.nats.freeze();
    await expect(explain(id)).rejects.toMatchObject({ kind: 'unavailable' });
    platform.nats.thaw();
  });

  it('tells a frozen worker from one that was killed', async () => {
    const worker = ownProcess(
      forkModule(new URL('./endless-worker.fixture.ts', import.meta.url), [platform.nats.url]),
    );
    const { id } = await submit();
    await expect.poll(async () => (await explain(id)).holder?.progress, patience).toBeDefined();
    await worker.freeze();
    await expect
      .poll(() => explain(id), patience)
      .toMatchObject({
        cause: JobCause.JOB_CAUSE_HOLDER_SILENT,
        sentence: expect.stringContaining(
          'it is frozen or cut off from NATS, its last event',
        ) as string,
        holder: { answer: HolderFacts_Answer.ANSWER_SILENT, progress: { step: 1n } },
      });
    await worker.kill();
    await expect
      .poll(() => explain(id), patience)
      .toMatchObject({
        sentence: expect.stringMatching(
          /it has ended or lost NATS.*; no other cpu worker can be seen: the next one goes on/,
        ) as string,
        holder: { answer: HolderFacts_Answer.ANSWER_NOBODY },
      });
  });
});
