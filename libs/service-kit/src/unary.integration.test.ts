import { Client as GrpcClient, credentials } from '@grpc/grpc-js';
import { JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallContext } from './call-context.js';
import { connect } from './client.js';
import { notFound } from './missing-resource.js';
import { failureOf, jobNamed, serve, type TestServer } from './server.fixture.js';

let running: TestServer;
afterEach(() => running.close());

/** A GetJob handler that never answers, and the abort that it sees. */
function hanging() {
  let started!: () => void;
  let aborted!: (reason: unknown) => void;
  const start = new Promise<void>((resolve) => (started = resolve));
  const abort = new Promise<unknown>((resolve) => (aborted = resolve));
  const getJob = (_: unknown, { signal }: CallContext) => {
    signal.addEventListener('abort', () => aborted(signal.reason));
    started();
    return new Promise<never>(() => undefined);
  };
  return { getJob, start, abort };
}

describe('a unary call', () => {
  it('brings the request to the handler and the response to the client', async () => {
    running = await serve({ getJob: async ({ jobId }) => jobNamed(jobId) });
    expect((await running.jobs.getJob({ jobId: 'a1' })).job?.id).toBe('a1');
  });

  it('gives the client the bad fields that the handler names', async () => {
    const fields = [{ field: 'job_id', description: 'is required' }];
    const refusal = new PolymathError('invalid-input', 'bad request', { fields });
    running = await serve({ getJob: () => Promise.reject(refusal) });
    const error = await failureOf(running.jobs.getJob({ jobId: '' }));
    expect(error).toMatchObject({ kind: 'invalid-input', message: 'bad request', fields });
  });

  it('tells when to repeat', async () => {
    const busy = new PolymathError('unavailable', 'no broker', { retryAfterMs: 1500 });
    running = await serve({ getJob: () => Promise.reject(busy) });
    const error = await failureOf(running.jobs.getJob({ jobId: '' }));
    expect(error).toMatchObject({ kind: 'unavailable', message: 'no broker', retryAfterMs: 1500 });
  });

  it('tells what was not found', async () => {
    running = await serve({ getJob: () => Promise.reject(notFound('job', 'a1')) });
    const error = await failureOf(running.jobs.getJob({ jobId: 'a1' }));
    expect(error).toMatchObject({ kind: 'not-found', message: 'no such job: a1' });
    expect((error as PolymathError).cause).toEqual({ type: 'job', name: 'a1' });
  });

  it('answers an unknown error with nothing but "internal error" and logs it whole', async () => {
    running = await serve({ getJob: () => Promise.reject(new TypeError('secret of line 12')) });
    const error = await failureOf(running.jobs.getJob({ jobId: '' }));
    expect(error).toMatchObject({ kind: 'internal', message: 'internal error' });
    expect(running.logged.join()).toContain('secret of line 12');
    expect(running.logged.join()).toContain('/polymath.jobs.v1.JobService/GetJob');
  });

  it('takes an error that is thrown before there is a promise', async () => {
    running = await serve({
      getJob: () => {
        throw notFound('job', 'x');
      },
    });
    await expect(running.jobs.getJob({ jobId: 'x' })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('has a deadline of 30 s when the client gives none', async () => {
    let deadline: Date | undefined;
    running = await serve({
      getJob: async (_, context) => {
        deadline = context.deadline;
        return jobNamed('a');
      },
    });
    const foreign = new GrpcClient(running.address, credentials.createInsecure());
    const { path, requestSerialize, responseDeserialize } = JobServiceService.getJob;
    await new Promise((resolve) => {
      const request = { jobId: 'a' };
      foreign.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, resolve);
    });
    foreign.close();
    const leftMs = deadline!.getTime() - Date.now();
    expect(leftMs).toBeGreaterThan(25_000);
    expect(leftMs).toBeLessThanOrEqual(30_000);
  });

  it('aborts the handler when its deadline passes', async () => {
    const { getJob, abort } = hanging();
    running = await serve({ getJob });
    const call = running.jobs.getJob({ jobId: 'a' }, { timeoutMs: 1000 });
    await expect(call).rejects.toMatchObject({ kind: 'deadline-exceeded' });
    expect(await abort).toMatchObject({ kind: 'cancelled' });
  });

  it('aborts the handler when the client cancels', async () => {
    const { getJob, start, abort } = hanging();
    running = await serve({ getJob });
    const controller = new AbortController();
    const call = failureOf(running.jobs.getJob({ jobId: 'a' }, { signal: controller.signal }));
    await start;
    controller.abort();
    expect(await call).toMatchObject({ kind: 'cancelled' });
    expect(await abort).toMatchObject({ kind: 'cancelled' });
  });

  it('hands on what the client sends beside the request', async () => {
    let sent: unknown;
    running = await serve({
      getJob: async (_, { metadata }) => {
        sent = metadata.get('x-note');
        return jobNamed('a');
      },
    });
    await running.jobs.getJob({ jobId: 'a' }, { metadata: { 'x-note': 'later' } });
    expect(sent).toEqual(['later']);
  });

  it('says at which address nobody answers', async () => {
    running = await serve({});
    await running.server.close();
    const client = connect(running.address, JobServiceService);
    const error = await failureOf(client.getJob({ jobId: 'a' }));
    client.close();
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect((error as Error).message).toContain(`cannot reach ${running.address}`);
  });
});
