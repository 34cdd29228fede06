import { EvaluateClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Accelerator, ListJobsRequest } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type Platform } from './platform.js';

const artifact = { sha256: 'ab'.repeat(32) };
let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** Asks for a job that fails at once, for its artifacts are not there: here it matters only whether it is made. */
const submit = (options: object, classifier = artifact) =>
  platform.compression.evaluateClassifier(
    EvaluateClassifierRequest.create({
      options,
      classifier,
      images: { images: artifact, labels: artifact },
    }),
  );

const kindOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: unknown) => PolymathError.from(error).kind,
  );

describe('a request id', () => {
  it('makes one job of 20 equal requests at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => submit({ requestId: 'twenty' })),
    );
    expect(new Set(answers.map(({ job }) => job!.id)).size).toBe(1);
    const { jobs } = await platform.jobs.listJobs(ListJobsRequest.create({}));
    expect(jobs.map(({ requestId }) => requestId)).toEqual(['twenty']);
  });

  it('is refused for another request', async () => {
    await submit({ requestId: 'taken' });
    const other = submit({ requestId: 'taken' }, { sha256: 'cd'.repeat(32) });
    expect(await kindOf(other)).toBe('already-exists');
  });

  it('makes a job each time where there is none', async () => {
    const [a, b] = [await submit({}), await submit({})];
    expect(a.job!.id).not.toBe(b.job!.id);
  });
});

describe('a job for a GPU', () => {
  it('is refused by an engine that computes on the CPU', async () => {
    const accelerator = Accelerator.ACCELERATOR_GPU;
    expect(await kindOf(submit({ accelerator }))).toBe('failed-precondition');
  });
});
