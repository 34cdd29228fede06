import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import * as subjects from './subjects.js';

describe('subjects', () => {
  it('are what consumers in other languages rely on', () => {
    const change = { epoch: 2, state: JobState.JOB_STATE_FAILED };
    expect(subjects.eventSubject('rl', 'a1', 'progress')).toBe('events.rl.a1.progress');
    expect(subjects.stateSubject('rl', 'a1', change)).toBe('events.rl.a1.state.2.JOB_STATE_FAILED');
    expect(subjects.jobEventsSubject('rl', 'a1')).toBe('events.rl.a1.>');
    expect(subjects.workSubject('rl', 'gpu', 'a1')).toBe('work.rl.gpu.a1');
    expect(subjects.workFilter('rl', 'cpu')).toBe('work.rl.cpu.*');
    expect(subjects.workFilter('rl')).toBe('work.rl.>');
    expect(subjects.holdSubject('a1', 3)).toBe('hold.a1.3');
  });

  it.each(['', 'a.b', '*', '>', 'a b'])('refuse "%s" as a part', (part) => {
    expect(() => subjects.holdSubject(part, 1)).toThrow(`a subject cannot contain "${part}"`);
  });
});
