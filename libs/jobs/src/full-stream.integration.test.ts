import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { eventsStream } from '@polymath/events';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { context, startPlatform, type Platform } from './jobs.fixture.js';
import { submission } from './submission.fixture.js';

const { JOB_STATE_SUCCEEDED } = JobState;
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let platform: Platform<NatsFixture>;
beforeEach(async () => {
  platform = await startPlatform(await startNats());
});
afterEach(() => platform.close());

/** Leaves a stream no room beyond what it holds, or gives it all there is. */
async function limit(stream: string, room: 'full' | 'unlimited') {
  const { streams } = platform.store.connection.manager;
  const { state } = await streams.info(stream);
  await streams.update(stream, { max_bytes: room === 'full' ? Math.max(1, state.bytes) : -1 });
}

const step = (n: bigint) => ({ artifact: undefined, phase: 'train', step: n, time: undefined });

describe('a full stream of tokens', () => {
  it('lets jobs be accepted; they run as soon as there is room', async () => {
    const jobs = await platform.start();
    await limit('WORK', 'full');
    const { id } = await jobs.submit(submission('first'));
    expect(await jobs.submit(submission('first'))).toMatchObject({ id, epoch: 0 });
    const other = await jobs.submit(submission());
    expect(await platform.store.tokens.list()).toEqual(new Set());
    await limit('WORK', 'unlimited');
    for (let i = 0; i < 2; i++) (await jobs.script.next()).succeed();
    for (const made of [id, other.id]) {
      expect(await platform.reaches(made, JOB_STATE_SUCCEEDED)).toMatchObject({ epoch: 1 });
    }
  });
});

describe('a full stream of events', () => {
  it('forgets the oldest events; jobs run and end as ever', async () => {
    const jobs = await platform.start();
    const first = await jobs.submit(submission());
    (await jobs.script.next()).succeed();
    await platform.reaches(first.id, JOB_STATE_SUCCEEDED);
    await limit(eventsStream, 'full');
    const { id } = await jobs.submit(submission());
    const { holder, succeed } = await jobs.script.next();
    for (let n = 0; n < 100; n++) {
      holder.progress({ phase: 'train', step: BigInt(n), steps: 100n, metrics: {} });
    }
    await holder.checkpoint(step(100n));
    succeed();
    expect(await platform.reaches(id, JOB_STATE_SUCCEEDED)).toMatchObject({ epoch: 1, attempt: 0 });
    const states = [];
    const watch = jobs.handlers.watchJob({ jobId: id, resumeToken: '' }, context());
    for await (const { event } of watch) {
      if (event?.event?.$case === 'state') states.push(event.event.value.state);
    }
    expect(states.at(-1)).toBe(JOB_STATE_SUCCEEDED);
  });
});

describe('a full bucket of records', () => {
  it('refuses new jobs as resource-exhausted; those that run are committed once there is room', async () => {
    const jobs = await platform.start();
    const { id } = await jobs.submit(submission());
    const attempt = await jobs.script.next();
    await limit('KV_jobs', 'full');
    const refused = jobs.submit(submission('refused'));
    await expect(refused).rejects.toMatchObject({ kind: 'resource-exhausted' });
    let commits = 0;
    const { nats } = platform.store.connection;
    nats.subscribe(`$KV.jobs.test.${id}`, {
      callback: () => {
        commits++;
      },
    });
    await nats.flush();
    attempt.succeed({ metrics: { loss: 1 } });
    // Refused again and again: the record with the result is longer than the one without it.
    await expect.poll(() => commits, { timeout: 20_000 }).toBeGreaterThan(2);
    expect(await platform.record(id)).toMatchObject({ epoch: 1, metrics: {} });
    await limit('KV_jobs', 'unlimited');
    const job = await platform.reaches(id, JOB_STATE_SUCCEEDED);
    expect(job).toMatchObject({ epoch: 1, attempt: 0, metrics: { loss: 1 } });
    const again = await jobs.submit(submission('refused'));
    (await jobs.script.next()).succeed();
    await platform.reaches(again.id, JOB_STATE_SUCCEEDED);
  });
});
