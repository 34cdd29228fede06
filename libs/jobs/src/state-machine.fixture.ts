import { Accelerator, JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Engine } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { toTimestamp } from '@polymath/events';
import { newRecord } from './new-record.js';
import type { JobTransition, NewJob } from './transition.js';

/** The present, in the tests of the state machine: milliseconds since 1970. */
export const now = 1_700_000_000_000;

/** The engine of the worker in tests. */
export const engine: Engine = {
  library: 'tensorflow',
  version: '2.21.0',
  device: 'cpu',
  threads: 2,
  oneDnn: false,
  processor: 'test',
};

/** A job as a handler hands it over. */
export const newJob: NewJob = {
  id: 'a1',
  tenant: 'default',
  area: 'compression',
  kind: 'TrainClassifier',
  spec: { typeUrl: 'type.googleapis.com/test.Spec', value: Buffer.from([1]) },
  specSha256: '',
  requestId: '',
  accelerator: Accelerator.ACCELERATOR_CPU,
  maxAttempts: 3,
  modelName: '',
  traceParent: '',
  timeoutMs: 0,
};

/** A record in some state, held under epoch 4 where it was ever claimed. */
export function recordIn(state: JobState, changes: Partial<Job> = {}): Job {
  const record = newRecord(newJob, now - 1000);
  if (state === JobState.JOB_STATE_QUEUED) return { ...record, epoch: 3, ...changes };
  return { ...record, state, epoch: 4, worker: 'worker-1', engine, ...changes };
}

/** One event of every type, from the holder of epoch 4, at {@link now}. */
export const events = {
  submit: { type: 'submit', now, job: newJob },
  claim: { type: 'claim', now, worker: 'worker-2', engine },
  'worker-lost': { type: 'worker-lost', now, worker: 'worker-2', engine },
  checkpoint: {
    type: 'checkpoint',
    now,
    epoch: 4,
    checkpoint: { artifact: undefined, phase: 'train', step: 7n, time: toTimestamp(now) },
  },
  failure: {
    type: 'failure',
    now,
    epoch: 4,
    kind: 'internal',
    message: 'it broke',
    retryAfterMs: 5000,
  },
  interruption: { type: 'interruption', now, epoch: 4 },
  success: { type: 'success', now, epoch: 4, outputs: [], metrics: { accuracy: 0.9 } },
  'cancel-request': { type: 'cancel-request', now },
  cancelled: { type: 'cancelled', now, epoch: 4 },
  deadline: { type: 'deadline', now, epoch: 4 },
  retry: { type: 'retry', now, id: 'b2', requestId: '' },
} satisfies { [Type in JobTransition['type']]: Extract<JobTransition, { type: Type }> };
