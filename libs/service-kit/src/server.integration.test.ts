import { createLogger } from './logger.js';
import { afterEach, describe, expect, it } from 'vitest';
import { startServer } from './server.js';
import { eventAt, failureOf, jobNamed, serve, type TestServer } from './server.fixture.js';
import { waitUntilServing } from './wait-until-serving.js';

let running: TestServer;
afterEach(() => running.close());

describe('startServer', () => {
  it('says which address is taken', async () => {
    running = await serve({});
    const log = createLogger('test', 'silent');
    const second = startServer({ address: running.address, services: [], log });
    await expect(second).rejects.toMatchObject({ kind: 'failed-precondition' });
    await expect(second).rejects.toThrow(`cannot listen on ${running.address}`);
  });
});

describe('close', () => {
  it('lets a call that is being answered finish and takes no new one', async () => {
    let answer!: () => void;
    const answering = new Promise<void>((resolve) => (answer = resolve));
    let started!: () => void;
    const start = new Promise<void>((resolve) => (started = resolve));
    running = await serve({
      getJob: async () => {
        started();
        await answering;
        return jobNamed('late');
      },
    });
    const call = running.jobs.getJob({ jobId: 'a' });
    await start;
    const closing = running.server.close();
    await expect(running.artifacts.stat({ sha256: '' })).rejects.toMatchObject({
      kind: 'unavailable',
    });
    answer();
    expect((await call).job?.id).toBe('late');
    await closing;
  });

  it('ends a stream at once and says when to come back', async () => {
    running = await serve({
      watchJob: async function* (_, { signal }) {
        yield eventAt('1');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    const stream = running.jobs.watchJob({ jobId: 'a', resumeToken: '' });
    await stream.next();
    const rest = failureOf(stream.next());
    await running.server.close();
    expect(await rest).toMatchObject({ kind: 'unavailable', retryAfterMs: 1000 });
  });

  it('answers a call whose request is still on its way', async () => {
    running = await serve({ getJob: async ({ jobId }) => jobNamed(String(jobId.length)) });
    // Larger than what a connection takes at once, so the answer to a small call comes before its end.
    const large = running.jobs.getJob({ jobId: 'x'.repeat(8e6) });
    await running.jobs.getJob({ jobId: '' });
    await running.server.close();
    expect((await large).job?.id).toBe('8000000');
  });

  it('does not wait for those who watch its health', async () => {
    running = await serve({ getJob: async () => jobNamed('a') }, { drainMs: 600_000 });
    running.server.setServing(false);
    // All clients of an address share a connection: what was sent before an answered call has arrived.
    await running.jobs.getJob({ jobId: '' });
    const watching = failureOf(waitUntilServing(running.address, 60_000));
    await running.jobs.getJob({ jobId: '' });
    await running.server.close();
    expect(await watching).toMatchObject({ kind: 'unavailable' });
  });

  it('ends a call that outlasts the time to drain', async () => {
    let started!: () => void;
    const start = new Promise<void>((resolve) => (started = resolve));
    const getJob = () => {
      started();
      return new Promise<never>(() => undefined);
    };
    running = await serve({ getJob }, { drainMs: 50 });
    const call = failureOf(running.jobs.getJob({ jobId: 'a' }));
    await start;
    await running.server.close();
    expect(await call).toMatchObject({ kind: 'unavailable' });
  });
});

describe('health', () => {
  it('is serving from the start', async () => {
    running = await serve({});
    await waitUntilServing(running.address, 5000);
  });

  it('can be waited for while the server drains and comes back', async () => {
    running = await serve({});
    running.server.setServing(false);
    let ready = false;
    const waiting = waitUntilServing(running.address, 5000).then(() => (ready = true));
    await expect(waitUntilServing(running.address, 100)).rejects.toMatchObject({
      kind: 'deadline-exceeded',
    });
    expect(ready).toBe(false);
    running.server.setServing(true);
    expect(await waiting).toBe(true);
  });
});
