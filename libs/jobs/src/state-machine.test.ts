import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromTimestamp, toTimestamp } from '@polymath/events';
import { describe, expect, it } from 'vitest';
import { stateName } from './job-states.js';
import { transition } from './state-machine.js';
import { engine, events, now, recordIn } from './state-machine.fixture.js';
import type { Transition } from './transition.js';

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING } = JobState;
const { JOB_STATE_SUCCEEDED, JOB_STATE_FAILED, JOB_STATE_CANCELLED } = JobState;

const records = {
  none: undefined,
  queued: recordIn(JOB_STATE_QUEUED),
  running: recordIn(JOB_STATE_RUNNING),
  'running, cancel asked': recordIn(JOB_STATE_RUNNING, { cancelRequested: true }),
  succeeded: recordIn(JOB_STATE_SUCCEEDED),
  failed: recordIn(JOB_STATE_FAILED),
  cancelled: recordIn(JOB_STATE_CANCELLED),
} satisfies Record<string, Job | undefined>;

/** `state@epoch attempt/interruptions: effects`, or why not. */
function summary(result: Transition): string {
  if (result.rejected) return result.rejected;
  const { state, epoch, attempt, interruptions } = result.record;
  const effects = result.effects.map((effect) =>
    effect.type === 'return-token' ? `return-token ${effect.delayMs}` : effect.type,
  );
  return `${stateName(state)}@${epoch} ${attempt}/${interruptions}: ${effects.join(', ')}`;
}

const retried = 'queued@0 0/0: announce, add-token';
const absorbing = {
  submit: 'exists',
  claim: 'ended',
  'worker-lost': 'ended',
  checkpoint: 'ended',
  failure: 'ended',
  interruption: 'ended',
  success: 'ended',
  'cancel-request': 'ended',
  cancelled: 'ended',
  deadline: 'ended',
};
type Row = Record<keyof typeof events, string>;

const table: Record<keyof typeof records, Row> = {
  none: {
    submit: 'queued@0 0/0: announce, add-token',
    claim: 'missing',
    'worker-lost': 'missing',
    checkpoint: 'missing',
    failure: 'missing',
    interruption: 'missing',
    success: 'missing',
    'cancel-request': 'missing',
    cancelled: 'missing',
    deadline: 'missing',
    retry: 'missing',
  },
  queued: {
    submit: 'exists',
    claim: 'running@4 0/0: announce',
    'worker-lost': 'not-running',
    checkpoint: 'not-held',
    failure: 'not-held',
    interruption: 'not-held',
    success: 'not-held',
    'cancel-request': 'cancelled@3 0/0: announce, remove-token',
    cancelled: 'not-held',
    deadline: 'too-early',
    retry: 'not-ended',
  },
  running: {
    submit: 'exists',
    claim: 'not-queued',
    'worker-lost': 'running@5 1/0: announce',
    checkpoint: 'running@4 0/0: announce-checkpoint',
    failure: 'queued@4 1/0: announce, return-token 5000',
    interruption: 'queued@4 0/1: announce, return-token 0',
    success: 'succeeded@4 0/0: announce, remove-token',
    'cancel-request': 'running@4 0/0: ',
    cancelled: 'cancelled@4 0/0: announce, remove-token',
    deadline: 'too-early',
    retry: 'not-ended',
  },
  'running, cancel asked': {
    submit: 'exists',
    claim: 'not-queued',
    'worker-lost': 'cancelled@5 1/0: announce, remove-token',
    checkpoint: 'running@4 0/0: announce-checkpoint',
    failure: 'cancelled@4 1/0: announce, remove-token',
    interruption: 'cancelled@4 0/1: announce, remove-token',
    success: 'succeeded@4 0/0: announce, remove-token',
    'cancel-request': 'already-requested',
    cancelled: 'cancelled@4 0/0: announce, remove-token',
    deadline: 'too-early',
    retry: 'not-ended',
  },
  succeeded: { ...absorbing, retry: 'succeeded' },
  failed: { ...absorbing, retry: retried },
  cancelled: { ...absorbing, retry: retried },
};

describe('transition', () => {
  const cases = Object.entries(table).flatMap(([state, row]) =>
    Object.entries(row).map(([event, expected]) => ({ state, event, expected })),
  );
  it.each(cases)('$state, $event: $expected', ({ state, event, expected }) => {
    const record = records[state as keyof typeof records];
    const before = record && { ...record };
    expect(summary(transition(record, events[event as keyof typeof events]))).toBe(expected);
    expect(record).toEqual(before);
  });
});

describe('transition of a running job', () => {
  const running = records.running;

  it.each(['checkpoint', 'failure', 'interruption', 'success', 'cancelled'] as const)(
    'refuses %s under another epoch',
    (type) => {
      expect(transition(running, { ...events[type], epoch: 3 }).rejected).toBe('not-held');
    },
  );

  it('starts counting attempts anew with each checkpoint', () => {
    const { record } = transition({ ...running, attempt: 2 }, events.checkpoint);
    expect(record).toMatchObject({ attempt: 0, checkpoint: { phase: 'train', step: 7n } });
  });

  it('waits after a failure until its back-off has passed', () => {
    const { record } = transition(running, events.failure);
    expect(fromTimestamp(record!.notBefore)).toBe(now + 5000);
    expect(transition(record, events.claim).rejected).toBe('too-early');
    const later = { ...events.claim, now: now + 5000 };
    expect(summary(transition(record, later))).toBe('running@5 1/0: announce');
  });

  it('is resumed without a wait when its process was killed', () => {
    const { record } = transition(running, { ...events.failure, retryAfterMs: 0 });
    expect(summary(transition(record, events.claim))).toBe('running@5 1/0: announce');
  });

  it('fails at once when a repeat would fail again', () => {
    const result = transition(running, { ...events.failure, retryAfterMs: undefined });
    expect(summary(result)).toBe('failed@4 1/0: announce, remove-token');
    expect(result.record).toMatchObject({ reason: 'it broke', endTime: toTimestamp(now) });
  });

  it('fails with every error kept after the last attempt', () => {
    const errors = [1, 2].map((epoch) => ({
      epoch,
      kind: 'internal',
      message: 'no',
      time: undefined,
    }));
    const result = transition({ ...running, attempt: 2, errors }, events.failure);
    expect(summary(result)).toBe('failed@4 3/0: announce, remove-token');
    expect(result.record?.errors.map(({ epoch }) => epoch)).toEqual([1, 2, 4]);
  });

  it('fails under a new epoch when its last worker is lost', () => {
    const result = transition({ ...running, attempt: 2 }, events['worker-lost']);
    expect(summary(result)).toBe('failed@5 3/0: announce, remove-token');
  });

  it('names the lost worker among its errors', () => {
    const { record } = transition(running, events['worker-lost']);
    expect(record).toMatchObject({
      worker: 'worker-2',
      errors: [{ epoch: 4, kind: 'unavailable' }],
    });
    expect(record!.errors[0]!.message).toBe('worker worker-1 was lost');
  });

  it('keeps the engine of its first claim', () => {
    const other = { ...engine, threads: 8 };
    const { record } = transition(running, { ...events['worker-lost'], engine: other });
    expect(record!.engine).toEqual(engine);
  });
});

describe('transition after the deadline', () => {
  const deadline = toTimestamp(now);

  it('fails a queued job, also when a worker would claim it', () => {
    const queued = { ...records.queued, deadline };
    const expected = 'failed@3 0/0: announce, remove-token';
    expect(summary(transition(queued, { type: 'deadline', now }))).toBe(expected);
    expect(summary(transition(queued, events.claim))).toBe(expected);
  });

  it('fails a running job for its holder alone', () => {
    const running = { ...records.running, deadline };
    expect(transition(running, { type: 'deadline', now }).rejected).toBe('not-held');
    const { record } = transition(running, events.deadline);
    expect(record).toMatchObject({
      state: JOB_STATE_FAILED,
      errors: [{ kind: 'deadline-exceeded' }],
    });
  });

  it('does not queue a drained job again', () => {
    const running = { ...records.running, deadline };
    expect(summary(transition(running, events.interruption))).toBe(
      'failed@4 0/1: announce, remove-token',
    );
  });
});

describe('transition by retry', () => {
  it('makes a new job with the spec, the time allowed and the checkpoint of the old one', () => {
    const checkpoint = events.checkpoint.checkpoint;
    const old = recordIn(JOB_STATE_FAILED, {
      checkpoint,
      attempt: 3,
      deadline: toTimestamp(now + 1000),
    });
    const { record } = transition(old, events.retry);
    expect(record).toMatchObject({ id: 'b2', retryOf: 'a1', spec: old.spec, checkpoint, engine });
    // The old job was given 2,000 ms: from a second before now to a second after.
    expect(record!.deadline).toEqual(toTimestamp(now + 2000));
  });
});
