import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stateGap } from './state-gap.js';

const running = Job.fromPartial({ id: 'a', epoch: 1, state: JobState.JOB_STATE_RUNNING });

describe('stateGap', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives a record whose event does not come, once its patience is at an end', async () => {
    const gap = stateGap(500);
    gap.record(running);
    gap.begin();
    const untold = gap.untold();
    await vi.advanceTimersByTimeAsync(500);
    expect(await untold).toEqual({ untold: running });
  });

  it('loses no patience while the events of the past are still to come, however long that takes', async () => {
    const gap = stateGap(500);
    const given = vi.fn();
    void gap.untold().then(given);
    gap.record(running);
    await vi.advanceTimersByTimeAsync(60_000);
    const queued = { epoch: 0, state: JobState.JOB_STATE_QUEUED };
    expect(gap.tell(queued)).toBe(true);
    expect(gap.tell(running)).toBe(true);
    gap.begin();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(given).not.toHaveBeenCalled();
  });
});
