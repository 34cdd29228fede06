import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.js';
import { good, record, state, undisturbed, withEvent } from './history.fixture.js';
import type { History, JobHistory } from './history.js';

const expected = new Map([['compress', undisturbed]]);

/** The history of a run of one job. */
function historyOf({ id, record, events, blobs }: JobHistory): History {
  return { accepted: new Map([[id, 'compress']]), records: record ? [record] : [], events, blobs };
}

describe('checkHistory', () => {
  it('finds nothing in a good history, and counts what was computed again', () => {
    expect(checkHistory(historyOf(good), expected)).toEqual({
      ...{ violations: [], lost: 0, doubled: 0, resumed: 1, attemptsLost: 1, stepsAgain: 6 },
    });
  });

  it('names rule, job and fact of a violation', () => {
    const { violations } = checkHistory(historyOf({ ...good, blobs: new Map() }), expected);
    expect(violations).toEqual([
      { rule: 'outputsStored', jobId: 'a1', what: 'expected student.onnx ab, stored is nothing' },
    ]);
  });

  it('counts a job without a record as lost', () => {
    expect(checkHistory(historyOf({ ...good, record: undefined }), expected).lost).toBe(1);
  });

  it('counts a job with two ends as doubled', () => {
    const twice = withEvent(state(2, JobState.JOB_STATE_CANCELLED));
    expect(checkHistory(historyOf(twice), expected).doubled).toBe(1);
  });

  it('counts a job that nobody submitted as doubled', () => {
    const history = historyOf(good);
    const records = [...history.records, { ...record, id: 'b2', requestId: 'r' }];
    const { doubled, violations } = checkHistory({ ...history, records }, expected);
    expect(doubled).toBe(1);
    expect(violations).toEqual([
      {
        rule: 'madeOnce',
        jobId: 'b2',
        what: 'expected one job a request, there is another of "r"',
      },
    ]);
  });
});
