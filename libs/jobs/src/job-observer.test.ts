import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { toTimestamp } from '@polymath/events';
import { describe, expect, it } from 'vitest';
import { JobStopped } from './executor.js';
import { attemptEnd, runSeconds } from './job-observer.js';

const before = Job.fromPartial({ state: JobState.JOB_STATE_RUNNING, interruptions: 1 });
const after = (state: JobState, changes = {}) => ({ ...before, state, ...changes });
const queued = JobState.JOB_STATE_QUEUED;

describe('attemptEnd', () => {
  it.each([
    ['succeeded', after(JobState.JOB_STATE_SUCCEEDED), undefined],
    ['failed', after(JobState.JOB_STATE_FAILED), undefined],
    ['cancelled', after(JobState.JOB_STATE_CANCELLED), new JobStopped('cancelled')],
    ['repeated', after(queued), undefined],
    ['interrupted', after(queued, { interruptions: 2 }), new JobStopped('drained')],
    ['lost', before, new JobStopped('lost')],
    ['unwritten', before, undefined],
  ])('is %s', (end, record, stopped) => {
    expect(attemptEnd(before, record, stopped)).toBe(end);
  });
});

describe('runSeconds', () => {
  it('is the time from the first claim to the end', () => {
    const times = { startTime: toTimestamp(1000), endTime: toTimestamp(3500) };
    expect(runSeconds({ ...before, ...times })).toBe(2.5);
  });

  it('is not known before the end', () => {
    expect(runSeconds({ ...before, startTime: toTimestamp(1000) })).toBeUndefined();
  });
});
