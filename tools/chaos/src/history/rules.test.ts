import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import {
  checkpoint,
  claim,
  good,
  progress,
  record,
  saved,
  state,
  withEvent,
} from './history.fixture.js';
import * as rules from './rules.js';

const { JOB_STATE_RUNNING, JOB_STATE_FAILED } = JobState;

describe.each(Object.entries(rules))('the rule %s', (_, rule) => {
  it('holds for a job that was resumed and succeeded', () => {
    expect(rule(good)).toEqual([]);
  });
});

describe('notLost', () => {
  it('sees a job without a record', () => {
    expect(rules.notLost({ ...good, record: undefined })).toEqual([
      'expected a record, there is none',
    ]);
  });

  it('sees a job that still runs', () => {
    const running = { ...record, state: JOB_STATE_RUNNING };
    expect(rules.notLost({ ...good, record: running })[0]).toContain('it is running');
  });

  it('sees a job that failed, and says why', () => {
    const failed = { ...record, state: JOB_STATE_FAILED, reason: 'it broke' };
    expect(rules.notLost({ ...good, record: failed })[0]).toContain('it is failed: it broke');
  });
});

describe('endsOnce', () => {
  it('sees a second end', () => {
    const twice = withEvent(state(2, JOB_STATE_FAILED));
    expect(rules.endsOnce(twice)).toEqual([
      'expected one end, there are 2: succeeded under epoch 2, failed under epoch 2',
    ]);
  });

  it('sees an end that nobody announced', () => {
    const events = good.events.slice(0, -1);
    expect(rules.endsOnce({ ...good, events })).toEqual(['expected one end, there are 0: none']);
  });

  it('sees an end that is not the one of the record', () => {
    const other = { ...record, epoch: 3 };
    expect(rules.endsOnce({ ...good, record: other })).toEqual([
      'expected the end succeeded under epoch 3, announced is succeeded under epoch 2',
    ]);
  });
});

describe('epochsRise', () => {
  it('sees a claim under the epoch of an earlier one', () => {
    const again = withEvent(claim(2, undefined, 9));
    expect(rules.epochsRise(again)).toEqual(['expected more than epoch 2, got 2']);
  });

  it('sees a claim under a lower epoch', () => {
    const back = withEvent(claim(1, undefined, 9));
    expect(rules.epochsRise(back)).toEqual(['expected more than epoch 2, got 1']);
  });

  it('sees a claim above the record', () => {
    expect(rules.epochsRise(withEvent(claim(3)))).toEqual([
      "expected at most the record's epoch 2, got 3",
    ]);
  });

  it('takes a claim that was told late', () => {
    const [queued, first, ...rest] = good.events;
    expect(rules.epochsRise({ ...good, events: [queued!, ...rest, first!] })).toEqual([]);
  });
});

describe('stepsRise', () => {
  it('sees a step that falls within an epoch', () => {
    const fallen = withEvent(progress(2, 'tune', 19n));
    expect(rules.stepsRise(fallen)).toEqual(['epoch 2 fell from tune 20 to tune 19']);
  });

  it('sees a phase that comes again within an epoch', () => {
    const fallen = withEvent(progress(2, 'label', 20n));
    expect(rules.stepsRise(fallen)).toEqual(['epoch 2 fell from tune 20 to label 20']);
  });
});

describe('resumesFromCheckpoint', () => {
  it('sees an epoch that begins before its checkpoint', () => {
    const early = withEvent(claim(3, checkpoint('tune', 20n)), progress(3, 'tune', 20n));
    expect(rules.resumesFromCheckpoint(early)).toEqual([
      'epoch 3 began at tune 20, its checkpoint was at tune 20',
    ]);
  });

  it('sees an epoch that begins in an earlier phase', () => {
    const early = withEvent(claim(3, checkpoint('tune', 1n)), progress(3, 'label', 2n));
    expect(rules.resumesFromCheckpoint(early)).toEqual([
      'epoch 3 began at label 2, its checkpoint was at tune 1',
    ]);
  });
});

describe('keepsCheckpoints', () => {
  it('sees a claim with an older checkpoint than was told', () => {
    const old = withEvent(saved(2, checkpoint('tune', 20n)), claim(3, checkpoint('tune', 19n)));
    expect(rules.keepsCheckpoints(old)).toEqual([
      'the claim of epoch 3 has tune 19, there was tune 20',
    ]);
  });

  it('sees a claim that has lost its checkpoint', () => {
    expect(rules.keepsCheckpoints(withEvent(claim(3)))).toEqual([
      'the claim of epoch 3 has no checkpoint, there was tune 20',
    ]);
  });

  it('sees a record with an older checkpoint than was told', () => {
    const older: Job = { ...record, checkpoint: checkpoint('label', 20n) };
    expect(rules.keepsCheckpoints({ ...good, record: older })).toEqual([
      'the record has label 20, there was tune 20',
    ]);
  });
});

describe('outputsStored', () => {
  it('sees an output that is not in the store', () => {
    expect(rules.outputsStored({ ...good, blobs: new Map() })).toEqual([
      'expected student.onnx ab, stored is nothing',
    ]);
  });

  it('sees an output whose content is another', () => {
    expect(rules.outputsStored({ ...good, blobs: new Map([['ab', 'cd']]) })).toEqual([
      'expected student.onnx ab, stored is cd',
    ]);
  });
});

describe('resultsEqual', () => {
  it('sees an output that differs from the undisturbed run', () => {
    const undisturbed = { ...good.undisturbed, outputs: { 'student.onnx': 'cd' } };
    expect(rules.resultsEqual({ ...good, undisturbed })).toEqual([
      'expected student.onnx cd, got ab',
    ]);
  });

  it('sees an output that is missing', () => {
    expect(rules.resultsEqual({ ...good, record: { ...record, outputs: [] } })).toEqual([
      'expected student.onnx ab, got (none)',
    ]);
  });
});
