import { Accelerator, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { toTimestamp } from '@polymath/events';
import { describe, expect, it } from 'vitest';
import { toIndexed } from './job-index.js';
import { jobsAhead } from './queue-place.js';
import { now, recordIn } from './state-machine.fixture.js';

/** A queued job of the cpu pool that was submitted so many seconds ago. */
function waiting(id: string, secondsAgo: number, changes: Parameters<typeof recordIn>[1] = {}) {
  const createTime = toTimestamp(now - 1000 * secondsAgo);
  const times = { createTime, updateTime: createTime };
  return toIndexed(recordIn(JobState.JOB_STATE_QUEUED, { id, epoch: 0, ...times, ...changes }));
}

describe('jobsAhead', () => {
  const job = waiting('b2', 10);
  const ahead = (...others: ReturnType<typeof waiting>[]) => jobsAhead(job, [job, ...others], now);

  it('counts the older jobs, at equal times by id', () => {
    expect(ahead(waiting('x', 11), waiting('y', 9), waiting('a1', 10), waiting('c3', 10))).toBe(2);
  });

  it('counts jobs that a worker has given back, however young', () => {
    expect(ahead(waiting('x', 1, { epoch: 1 }))).toBe(1);
  });

  it('counts among those given back the ones given back before', () => {
    const given = (id: string, secondsAgo: number) =>
      waiting(id, 20, { epoch: 1, updateTime: toTimestamp(now - 1000 * secondsAgo) });
    const mine = given('b2', 5);
    expect(jobsAhead(mine, [mine, given('x', 6), given('y', 4), waiting('z', 30)], now)).toBe(1);
  });

  it('counts no job that backs off, is of another pool, or is not queued', () => {
    const gpu = { accelerator: Accelerator.ACCELERATOR_GPU };
    const backsOff = { epoch: 1, notBefore: toTimestamp(now + 1) };
    const isRunning = { state: JobState.JOB_STATE_RUNNING };
    expect(
      ahead(waiting('x', 11, gpu), waiting('y', 11, backsOff), waiting('z', 11, isRunning)),
    ).toBe(0);
  });
});
