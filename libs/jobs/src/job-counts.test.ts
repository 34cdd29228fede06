import { Accelerator, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import { JobCounts } from './job-counts.js';
import type { IndexedJob } from './job-index.js';

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING, JOB_STATE_SUCCEEDED } = JobState;

const job = (id: string, changes: Partial<IndexedJob> = {}): IndexedJob => ({
  ...{ id, tenant: 'default', kind: 'Train', state: JOB_STATE_QUEUED, epoch: 0 },
  ...{ accelerator: Accelerator.ACCELERATOR_CPU, createMs: 0, updateMs: 0 },
  ...{ endMs: undefined, notBeforeMs: undefined, deadlineMs: undefined },
  ...changes,
});

const cpu = (counts: JobCounts) => counts.queues().find(({ pool }) => pool === 'cpu');

describe('JobCounts', () => {
  it('moves a job from state to state', () => {
    const counts = new JobCounts();
    const queued = job('a');
    const running = job('a', { state: JOB_STATE_RUNNING, epoch: 1 });
    counts.change(undefined, queued);
    counts.change(undefined, job('b', { kind: 'Plan', state: JOB_STATE_SUCCEEDED }));
    counts.change(queued, running);
    expect(counts.byKindAndState()).toEqual([
      { kind: 'Train', state: JOB_STATE_QUEUED, jobs: 0 },
      { kind: 'Plan', state: JOB_STATE_SUCCEEDED, jobs: 1 },
      { kind: 'Train', state: JOB_STATE_RUNNING, jobs: 1 },
    ]);
  });

  it('forgets a job whose record was removed', () => {
    const counts = new JobCounts();
    counts.change(undefined, job('a'));
    counts.change(job('a'), undefined);
    expect(counts.byKindAndState().map(({ jobs }) => jobs)).toEqual([0]);
    expect(cpu(counts)).toEqual({ pool: 'cpu', jobs: 0, oldestMs: undefined });
  });

  it('knows since when the oldest of a pool waits', () => {
    const counts = new JobCounts();
    const first = job('a', { updateMs: 10 });
    counts.change(undefined, first);
    counts.change(undefined, job('b', { updateMs: 20 }));
    const gpu = job('c', { updateMs: 5, accelerator: Accelerator.ACCELERATOR_GPU });
    counts.change(undefined, gpu);
    expect(counts.queues()).toEqual([
      { pool: 'cpu', jobs: 2, oldestMs: 10 },
      { pool: 'gpu', jobs: 1, oldestMs: 5 },
    ]);
    counts.change(first, job('a', { state: JOB_STATE_RUNNING, epoch: 1 }));
    expect(cpu(counts)).toMatchObject({ jobs: 1, oldestMs: 20 });
  });

  it('puts a job that comes back to the queue behind the others, also when its run was not seen', () => {
    const counts = new JobCounts();
    const first = job('a', { updateMs: 10 });
    counts.change(undefined, first);
    counts.change(undefined, job('b', { updateMs: 20 }));
    counts.change(first, job('a', { updateMs: 30, epoch: 1 }));
    expect(cpu(counts)).toMatchObject({ jobs: 2, oldestMs: 20 });
  });
});
