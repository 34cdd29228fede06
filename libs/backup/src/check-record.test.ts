import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { checkRecord } from './check-record.js';
import type { KnownRecord } from './record.js';
import { jobOf, knownJob, knownModel, modelOf, versionOf } from './records.fixture.js';

/** The fields that a record of the area `test` is refused for. */
function badFields(record: KnownRecord): string[] {
  try {
    checkRecord(record, 'test');
    return [];
  } catch (error) {
    expect(PolymathError.from(error).kind).toBe('invalid-input');
    return PolymathError.from(error).fields.map(({ field }) => field);
  }
}

const late = { seconds: 2n ** 62n, nanos: 0 };
const path = { sha256: '../../etc/passwd' };
const { JOB_STATE_QUEUED } = JobState;

describe('checkRecord', () => {
  it('takes a job and a model as the area writes them', () => {
    expect(badFields(knownJob(jobOf()))).toEqual([]);
    expect(badFields(knownModel(modelOf()))).toEqual([]);
  });

  it.each([
    ['of another area', { area: 'other', spec: undefined }, ['area', 'spec']],
    ['whose id is a path', { id: '../job' }, ['id']],
    ['of a kind that is no name', { kind: '' }, ['kind', 'spec.type_url']],
    ['with a spec of another kind', { kind: 'Distill' }, ['spec.type_url']],
    ['whose spec was changed', { specSha256: 'ab'.repeat(32) }, ['spec_sha256']],
    ['without a state', { state: 0 }, ['state']],
    ['in a state that there is not', { state: 77 }, ['state']],
    ['for no accelerator', { accelerator: 9 }, ['accelerator']],
    ['whose epoch would begin anew at its next claim', { epoch: 2 ** 32 - 1 }, ['epoch']],
    ['that is tried for ever', { maxAttempts: 2 ** 32 - 1 }, ['max_attempts']],
    ['that was never made', { createTime: undefined }, ['create_time']],
    ['that has ended at no time, and is kept for ever', { endTime: undefined }, ['end_time']],
    ['that is due in no year', { deadline: late }, ['deadline.seconds']],
    [
      'that goes on from a path',
      { checkpoint: { artifact: path } },
      ['checkpoint.artifact.sha256'],
    ],
    ['that goes on from nothing', { checkpoint: {} }, ['checkpoint.artifact.sha256']],
    [
      'that made what is saved as a path',
      { outputs: [{ sha256: 'ab'.repeat(32), name: '../x' }] },
      ['outputs[0].name'],
    ],
    ['for a model that has no name', { modelName: 'A B' }, ['model_name']],
    ['that repeats what is no job', { retryOf: '>' }, ['retry_of']],
  ])('refuses a job %s', (_, patch, fields) => {
    const expected = fields.map((field) => `record.job.${field}`);
    expect(badFields(knownJob(jobOf(patch)))).toEqual(expected);
  });

  it('lets a job that waits be without an end', () => {
    const waiting = jobOf({ state: JOB_STATE_QUEUED, endTime: undefined });
    expect(badFields(knownJob(waiting))).toEqual([]);
  });

  it.each([
    ['of another area', { area: 'other' }, ['area']],
    ['whose name is none', { name: 'a.b' }, ['name']],
    ['with more versions than it has given', { lastVersion: 0 }, ['versions[0].version']],
    ['whose next version would be 0', { lastVersion: 2 ** 32 - 1 }, ['last_version']],
    [
      'with one version twice',
      { versions: [versionOf(), versionOf()], lastVersion: 2 },
      ['versions[1].version'],
    ],
    ['with an alias of nothing', { aliases: { stable: 7 } }, ['aliases']],
    [
      'with a version from a path',
      { versions: [versionOf({ artifact: path })] },
      ['versions[0].artifact.sha256'],
    ],
    [
      'with a version without signature',
      { versions: [versionOf({ signature: undefined })] },
      ['versions[0].signature'],
    ],
    [
      'that takes what nobody can send',
      { versions: [versionOf({ signature: { inputs: [{ name: 'x', datatype: 'FP1' }] } })] },
      ['versions[0].signature.inputs[0].datatype'],
    ],
    ['that was never made', { createTime: undefined }, ['create_time']],
  ])('refuses a model %s', (_, patch, fields) => {
    const expected = fields.map((field) => `record.model.${field}`);
    expect(badFields(knownModel(modelOf(patch)))).toEqual(expected);
  });

  it('refuses a model that is larger than a record may be', () => {
    const versions = Array.from({ length: 5000 }, (_, i) => versionOf({ version: i + 1 }));
    const large = modelOf({ versions, lastVersion: 5000 });
    expect(badFields(knownModel(large))).toEqual(['record.model']);
  });
});
