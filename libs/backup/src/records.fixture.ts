import { createHash } from 'node:crypto';
import { Accelerator, Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { Model } from '@polymath/contracts/polymath/models/v1/models';
import { toTimestamp } from '@polymath/events';
import { readRecord, type KnownRecord } from './record.js';

const value = Buffer.from('spec');
const time = toTimestamp(Date.UTC(2029, 0, 1));

/** A job of the area `test` that has succeeded, but for some fields. */
export const jobOf = (patch: object = {}): Job =>
  Job.fromPartial({
    ...{ id: 'job1', area: 'test', kind: 'Train', maxAttempts: 3, epoch: 1 },
    ...{ createTime: time, updateTime: time, endTime: time },
    spec: { typeUrl: 'type.googleapis.com/polymath.test.v1.TrainRequest', value },
    specSha256: createHash('sha256').update(value).digest('hex'),
    state: JobState.JOB_STATE_SUCCEEDED,
    accelerator: Accelerator.ACCELERATOR_CPU,
    ...patch,
  });

/** A model of the area `test` with one version, but for some fields. */
export const modelOf = (patch: object = {}): Model =>
  Model.fromPartial({
    ...{ name: 'digits', area: 'test', lastVersion: 1, aliases: { stable: 1 } },
    ...{ versions: [versionOf()], createTime: time, updateTime: time },
    ...patch,
  });

/** Its version, but for some fields. */
export const versionOf = (patch: object = {}) => ({
  ...{ version: 1, kind: 'classifier', artifact: { sha256: 'ab'.repeat(32) } },
  signature: { inputs: [{ name: 'images', datatype: 'FP32', shape: [-1n, 1n] }], outputs: [] },
  ...patch,
});

/** A job as it is carried. */
export const knownJob = (job: Job): KnownRecord =>
  readRecord({ record: { $case: 'job', value: Buffer.from(Job.encode(job).finish()) } });

/** A model as it is carried. */
export const knownModel = (model: Model): KnownRecord =>
  readRecord({ record: { $case: 'model', value: Buffer.from(Model.encode(model).finish()) } });
