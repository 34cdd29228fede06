import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isHeld } from './answers.js';
import { context, startPlatform, submission, type Platform, type Process } from './jobs.fixture.js';
import { applyEvent } from './store.js';

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING, JOB_STATE_SUCCEEDED } = JobState;

describe('jobs under faults', () => {
  let platform: Platform<NatsFixture>;
  let running: Process[] = [];

  beforeAll(async () => {
    platform = await startPlatform(await startNats());
  });
  afterAll(() => platform.close());
  afterEach(async () => {
    await Promise.all(running.map((jobs) => jobs.close()));
    running = [];
  });

  async function start() {
    const jobs = await platform.start();
    running.push(jobs);
    return jobs;
  }

  it('go to another worker under the next epoch when theirs is lost', async () => {
    const first = await start();
    const { id } = await first.submit(submission());
    const lost = await first.script.next();
    await lost.holder.checkpoint({
      artifact: undefined,
      phase: 'train',
      step: 3n,
      time: undefined,
    });
    const second = await start();
    await first.connection.nats.close();
    const next = await second.script.next();
    const { holder } = next;
    expect(holder.job).toMatchObject({ id, epoch: 2, attempt: 1, checkpoint: { step: 3n } });
    expect(holder.job.errors).toMatchObject([{ epoch: 1, kind: 'unavailable' }]);
    next.succeed();
    await platform.reaches(id, JOB_STATE_SUCCEEDED);
  });

  it('stay with their worker, under the same epoch, when NATS is killed and comes back', async () => {
    const workers = [await start(), await start()];
    const { id } = await workers[0]!.submit(submission());
    const attempt = await Promise.race(workers.map((jobs) => jobs.script.next()));
    await platform.nats.kill();
    await platform.nats.start();
    await Promise.all(workers.map((jobs) => jobs.connection.whenConnected()));
    // A token that comes back too early is answered for: long after the grace nobody has taken the job.
    const checkpoint = { artifact: undefined, phase: 'train', step: 1n, time: undefined };
    await attempt.holder.checkpoint(checkpoint);
    await Promise.all(workers.map(({ connection }) => connectedFor(connection, 2500)));
    expect(attempt.holder.signal.aborted).toBe(false);
    attempt.succeed();
    const job = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 1, attempt: 0, errors: [], checkpoint: { step: 1n } });
  });

  it('go on under the token of whoever asked for them', async () => {
    const jobs = await start();
    const { nats } = platform.store.connection;
    const ackSubject = '$JS.ACK.test';
    const words: string[] = [];
    nats.subscribe(ackSubject, { callback: (_, message) => void words.push(message.string()) });
    await nats.flush();
    const { id } = await jobs.submit(submission());
    const attempt = await jobs.script.next();
    expect(await isHeld(nats, { jobId: id, epoch: 1, ackSubject, timeoutMs: 2000 })).toBe(true);
    await expect.poll(() => words.length).toBeGreaterThan(2);
    attempt.succeed();
    await expect.poll(() => words.at(-1)).toBe('+ACK');
    expect(new Set(words)).toEqual(new Set(['+WPI', '+ACK']));
    // The true token was never acknowledged: it comes back, and its job is found to have ended.
    await expect.poll(() => platform.store.tokens.list(), { timeout: 5000 }).not.toContain(id);
  });

  it('are unavailable within two seconds from a service whose server is frozen', async () => {
    const jobs = await start();
    await platform.nats.freeze();
    try {
      const got = jobs.handlers.getJob({ jobId: 'a1' }, context());
      await expect(got).rejects.toMatchObject({ kind: 'unavailable', retryAfterMs: 1000 });
    } finally {
      platform.nats.thaw();
    }
  });

  it('commit what was computed while NATS was away', async () => {
    const jobs = await start();
    const { id } = await jobs.submit(submission());
    const attempt = await jobs.script.next();
    await platform.nats.kill();
    await expect.poll(() => jobs.connection.connected).toBe(false);
    await expect(async () => jobs.submit(submission())).rejects.toMatchObject({
      kind: 'unavailable',
    });
    attempt.succeed({ metrics: { loss: 1 } });
    await platform.nats.start();
    await platform.store.connection.whenConnected();
    const job = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 1, metrics: { loss: 1 } });
  });

  it('get the token that their submitter died before publishing', async () => {
    const first = await start();
    const { id } = await first.submit(submission());
    (await first.script.next()).succeed();
    const done = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    const orphan = { ...done, id: 'orphan', state: JOB_STATE_QUEUED, epoch: 0 };
    await platform.store.records.create(orphan);
    const attempt = await first.script.next();
    expect(attempt.holder.job).toMatchObject({ id: 'orphan', epoch: 1 });
    attempt.succeed();
    await platform.reaches('orphan', JOB_STATE_SUCCEEDED);
  });

  it('go back to the queue, with a last checkpoint, when their worker is drained', async () => {
    const first = await start();
    const { id } = await first.submit(submission());
    const attempt = await first.script.next();
    const { holder } = attempt;
    const checkpoint = { artifact: undefined, phase: 'train', step: 9n, time: undefined };
    holder.signal.addEventListener('abort', () => {
      void holder.checkpoint(checkpoint).then(() => attempt.fail(holder.signal.reason as Error));
    });
    await first.close();
    const queued = await platform.record(id);
    expect(queued).toMatchObject({
      state: JOB_STATE_QUEUED,
      interruptions: 1,
      attempt: 0,
      epoch: 1,
    });
    expect(holder.signal.reason).toMatchObject({ reason: 'drained' });
    const second = await start();
    const resumed = await second.script.next();
    expect(resumed.holder.job).toMatchObject({ id, epoch: 2, checkpoint: { step: 9n } });
    resumed.succeed();
    await platform.reaches(id, JOB_STATE_SUCCEEDED);
  });

  it('stop in a worker whose epoch is over, and take nothing from it', async () => {
    const jobs = await start();
    const { id } = await jobs.submit(submission());
    const { holder } = await jobs.script.next();
    const engine = holder.job.engine!;
    const theft = { type: 'worker-lost' as const, now: Date.now(), worker: 'thief', engine };
    await applyEvent(platform.store.records, id, theft);
    const late = holder.checkpoint({ artifact: undefined, phase: 'x', step: 1n, time: undefined });
    await expect(late).rejects.toMatchObject({ reason: 'lost' });
    await expect.poll(() => holder.signal.reason as unknown).toMatchObject({ reason: 'lost' });
    expect(await platform.record(id)).toMatchObject({
      ...{ state: JOB_STATE_RUNNING, epoch: 2, worker: 'thief', checkpoint: undefined },
    });
  });
});

/** Waits until a connection has lasted for a time. */
async function connectedFor(connection: Process['connection'], timeMs: number) {
  await expect.poll(() => connection.connectedForMs(), { timeout: 20_000 }).toBeGreaterThan(timeMs);
}
