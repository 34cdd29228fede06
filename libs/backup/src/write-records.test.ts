import { setTimeout } from 'node:timers/promises';
import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Model } from '@polymath/contracts/polymath/models/v1/models';
import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import type { KnownRecord } from './record.js';
import { jobOf, knownJob, knownModel, modelOf } from './records.fixture.js';
import { putBack, writeRecords } from './write-records.js';

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING, JOB_STATE_CANCELLED, JOB_STATE_FAILED } = JobState;
const { JOB_STATE_SUCCEEDED } = JobState;
const now = Date.UTC(2030, 0, 1);

const job = (patch: object) => jobOf({ endTime: undefined, ...patch });

async function* all(...records: KnownRecord[]) {
  yield* records;
}

/** Records in memory; each name is taken once. */
function memory() {
  const taken = new Set<string>();
  const jobs: Job[] = [];
  const take = (name: string) => {
    if (taken.has(name)) throw new PolymathError('conflict', 'taken');
    taken.add(name);
  };
  return {
    ...{ area: 'test', written: jobs },
    jobs: {
      create: async (value: Job) => {
        take(value.id);
        jobs.push(value);
      },
    },
    models: {
      write: async (model: Model) => {
        take(model.name);
        return { model, revision: 1 };
      },
    },
  };
}

describe('putBack', () => {
  it('queues a job that ran, as interrupted: no attempt used, its checkpoint kept', () => {
    const checkpoint = { artifact: undefined, phase: 'train', step: 7n, time: undefined };
    const running = job({ state: JOB_STATE_RUNNING, epoch: 4, attempt: 2, checkpoint });
    expect(putBack(running, now)).toMatchObject({
      ...{ state: JOB_STATE_QUEUED, epoch: 4, attempt: 2, interruptions: 1, checkpoint },
    });
  });

  it('ends one that was to stop', () => {
    const running = job({ state: JOB_STATE_RUNNING, epoch: 1, cancelRequested: true });
    expect(putBack(running, now).state).toBe(JOB_STATE_CANCELLED);
  });

  it('ends one whose deadline has passed', () => {
    const deadline = { seconds: BigInt(now / 1000 - 1), nanos: 0 };
    const running = job({ state: JOB_STATE_RUNNING, epoch: 1, deadline });
    expect(putBack(running, now).state).toBe(JOB_STATE_FAILED);
  });

  it.each([JOB_STATE_QUEUED, JOB_STATE_SUCCEEDED])('leaves others as they are: %i', (state) => {
    const other = job({ state, epoch: 3 });
    expect(putBack(other, now)).toBe(other);
  });
});

describe('writeRecords', () => {
  it('counts what was written, goes on, and was there; a repeat writes nothing', async () => {
    const parts = memory();
    const records = [
      knownModel(modelOf()),
      knownJob(jobOf({ state: JOB_STATE_SUCCEEDED })),
      knownJob(jobOf({ id: 'job2', state: JOB_STATE_RUNNING })),
    ];
    expect(await writeRecords(parts, all(...records))).toEqual({
      ...{ jobs: 2n, unfinishedJobs: 1n, keptJobs: 0n, models: 1n, keptModels: [] },
    });
    expect(await writeRecords(parts, all(...records))).toEqual({
      ...{ jobs: 0n, unfinishedJobs: 0n, keptJobs: 2n, models: 0n, keptModels: ['digits'] },
    });
    expect(parts.written).toHaveLength(2);
  });

  it('writes what is left when a first time ended in the middle', async () => {
    const parts = memory();
    async function* killed() {
      for (let i = 0; i < 40; i++) yield knownJob(jobOf({ id: `job${i}` }));
      throw new PolymathError('cancelled', 'killed');
    }
    await expect(writeRecords(parts, killed())).rejects.toThrow('killed');
    const whole = Array.from({ length: 60 }, (_, i) => knownJob(jobOf({ id: `job${i}` })));
    expect(await writeRecords(parts, all(...whole))).toMatchObject({ jobs: 20n, keptJobs: 40n });
    expect(new Set(parts.written.map(({ id }) => id)).size).toBe(60);
  });

  it('does not write a record that is refused', async () => {
    const parts = memory();
    const writing = writeRecords(parts, all(knownJob(jobOf({ id: '../job' }))));
    await expect(writing).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(parts.written).toEqual([]);
  });

  it('fails, and nothing else does, when a write fails long before the next record comes', async () => {
    const create = () => Promise.reject(new PolymathError('unavailable', 'NATS is away'));
    async function* slow() {
      yield knownJob(jobOf());
      // By then a rejection that nobody listens to has ended the process.
      await setTimeout(20);
    }
    const writing = writeRecords({ ...memory(), jobs: { create } }, slow());
    await expect(writing).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('names the record that is too large for its place', async () => {
    const create = () => Promise.reject(new PolymathError('invalid-input', 'too large'));
    const parts = { ...memory(), jobs: { create } };
    await expect(writeRecords(parts, all(knownJob(jobOf())))).rejects.toMatchObject({
      fields: [{ field: 'record', description: 'too large' }],
    });
  });
});
