import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { eventsStream, jobEventsSubject } from '@polymath/events';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPlatform, type Platform } from './jobs.fixture.js';
import { say } from './token.js';
import { hearWords, type Word } from './words.fixture.js';
import { startWorkerProcess, type WorkerProcess } from './worker-process.fixture.js';

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING, JOB_STATE_SUCCEEDED } = JobState;
// What another worker has to wait for is over within seconds, but the machine may have much else to do.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let platform: Platform<NatsFixture>;
let worker: WorkerProcess;
let heard: readonly Word[];

beforeEach(async () => {
  platform = await startPlatform(await startNats());
  heard = await hearWords(platform.store.connection);
  worker = await startWorkerProcess({ url: platform.nats.url });
});
afterEach(async () => {
  await worker.kill();
  await platform.close();
});

const patience = { timeout: 30_000 };
const said = (wanted: Partial<Word>) =>
  expect.poll(() => heard, patience).toContainEqual(expect.objectContaining(wanted));
const tokenIsGone = (id: string) =>
  expect.poll(() => platform.store.tokens.list(), patience).not.toContain(id);

/** The states that were announced, each with how often. */
async function announced(id: string): Promise<Record<string, number>> {
  const filter = { subjects_filter: `${jobEventsSubject('test', id).slice(0, -1)}state.>` };
  const { state } = await platform.store.connection.manager.streams.info(eventsStream, filter);
  const counts = Object.entries(state.subjects ?? {});
  return Object.fromEntries(
    counts.map(([subject, count]) => [subject.split('.state.')[1]!, count] as const),
  );
}

/** A job that the worker process has begun and left a checkpoint of. */
async function begin() {
  const { id } = await platform.submit();
  const attempt = await worker.next();
  expect(await attempt.checkpoint(3)).toBeUndefined();
  return { id, attempt };
}

/** The same job in another worker, which took it under the next epoch, from the checkpoint. */
async function taken(id: string) {
  const next = await (await platform.start()).script.next();
  expect(next.holder.job).toMatchObject({ id, epoch: 2, attempt: 1, checkpoint: { step: 3n } });
  expect(next.holder.job.errors).toMatchObject([{ epoch: 1, kind: 'unavailable' }]);
  return next;
}

const announcedByTwo = {
  ...{ '0.JOB_STATE_QUEUED': 1, '1.JOB_STATE_RUNNING': 1, '2.JOB_STATE_RUNNING': 1 },
  '2.JOB_STATE_SUCCEEDED': 1,
};

describe('a job whose worker is killed', () => {
  it('goes on in another one from its newest checkpoint', async () => {
    const { id } = await begin();
    await worker.kill();
    (await taken(id)).succeed();
    await platform.reaches(id, JOB_STATE_SUCCEEDED);
    await tokenIsGone(id);
    expect(await announced(id)).toEqual(announcedByTwo);
  });

  it('goes on in another one when that happens while NATS is away', async () => {
    const { id } = await begin();
    await platform.nats.kill();
    await worker.kill();
    await platform.nats.start();
    await platform.store.connection.whenConnected();
    (await taken(id)).succeed();
    await platform.reaches(id, JOB_STATE_SUCCEEDED);
  });

  it.each(['+WPI', '-NAK', '+ACK'])('is not hurt by its late %s', async (word) => {
    const { id } = await begin();
    await said({ word: '+WPI' });
    const { ackSubject, sequence, delivery } = heard[0]!;
    await worker.kill();
    const attempt = await taken(id);
    // Another worker is idle, so that every token that comes back is delivered.
    await platform.start();
    say(platform.store.connection.nats, ackSubject, word);
    // A nak brings the token back at once, an ack has the sweeper publish a new one: the holder takes it over.
    if (word === '-NAK') await said({ word: '+WPI', sequence, delivery: delivery + 2 });
    if (word === '+ACK') await said({ word: '+WPI', sequence: sequence + 1 });
    attempt.succeed();
    const job = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 2, attempt: 1 });
    await tokenIsGone(id);
    expect(await announced(id)).toEqual(announcedByTwo);
  });
});

describe('a worker that was frozen for longer than others wait', () => {
  it.each(['runs', 'has ended'])(
    'does no harm when it wakes while its job %s elsewhere',
    async (how) => {
      const { id, attempt } = await begin();
      await worker.freeze();
      const thief = await taken(id);
      const commit = () => {
        thief.succeed({ metrics: { from: 2 } });
        return platform.reaches(id, JOB_STATE_SUCCEEDED);
      };
      const committed = how === 'has ended' ? await commit() : undefined;
      const wordsBefore = heard.length;
      const late = [attempt.checkpoint(9), attempt.succeed({ from: 1 })];
      worker.thaw();
      expect((await Promise.all(late))[0]).toBe('lost');
      expect(await attempt.stopped).toBe('lost');
      // Its writes go one after the other: now the result has been refused too.
      expect(await attempt.checkpoint(10)).toBe('lost');
      if (committed) {
        expect(await platform.record(id)).toEqual(committed);
      } else {
        expect(heard.slice(wordsBefore).map(({ word }) => word)).not.toContain('+ACK');
        expect(await platform.record(id)).toMatchObject({ state: JOB_STATE_RUNNING, epoch: 2 });
        expect(thief.holder.signal.aborted).toBe(false);
        await commit();
      }
      const job = await platform.record(id);
      expect(job).toMatchObject({ epoch: 2, metrics: { from: 2 }, checkpoint: { step: 3n } });
      await tokenIsGone(id);
      expect(await announced(id)).toEqual(announcedByTwo);
    },
  );

  it('costs a job that it had pulled one wait, and no attempt', async () => {
    const { manager } = platform.store.connection;
    const consumer = () => manager.consumers.info('WORK', 'test-cpu');
    await expect.poll(async () => (await consumer()).num_waiting, patience).toBe(1);
    await worker.freeze();
    const { id } = await platform.submit();
    await expect.poll(async () => (await consumer()).num_ack_pending, patience).toBe(1);
    const other = await platform.start();
    const attempt = await other.script.next();
    expect(attempt.holder.job).toMatchObject({ id, epoch: 1, attempt: 0 });
    worker.thaw();
    // It asks about the token that it was given, and the holder takes over that delivery.
    await said({ word: '+WPI', delivery: 1 });
    attempt.succeed();
    expect(await platform.reaches(id, JOB_STATE_SUCCEEDED)).toMatchObject({ epoch: 1, errors: [] });
    await tokenIsGone(id);
  });
});

describe('a worker that is asked to end', () => {
  it('gives its job back with a last checkpoint and without using an attempt', async () => {
    const { id, attempt } = await begin();
    const ended = worker.terminate();
    expect(await attempt.stopped).toBe('drained');
    expect(await attempt.checkpoint(9)).toBeUndefined();
    void attempt.fail('stopped');
    expect(await ended).toBe(0);
    const queued = await platform.record(id);
    expect(queued).toMatchObject({
      state: JOB_STATE_QUEUED,
      interruptions: 1,
      attempt: 0,
      epoch: 1,
    });
    const resumed = await (await platform.start()).script.next();
    expect(resumed.holder.job).toMatchObject({
      id,
      epoch: 2,
      checkpoint: { step: 9n },
      errors: [],
    });
    resumed.succeed();
    await platform.reaches(id, JOB_STATE_SUCCEEDED);
  });
});

describe('a job whose token is purged while it runs', () => {
  it('stays with its worker, which takes over the token that the sweeper publishes', async () => {
    const { id, attempt } = await begin();
    await said({ word: '+WPI' });
    const sequence = heard[0]!.sequence + 1;
    // An idle worker, to which the new token is delivered.
    await platform.start();
    await platform.store.tokens.remove(attempt.job);
    await said({ word: '+WPI', sequence });
    await attempt.succeed();
    const job = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 1, attempt: 0, errors: [] });
    await said({ word: '+ACK', sequence });
    await tokenIsGone(id);
  });
});
