import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import {
  allEventsSubject,
  eventsStream,
  jobEventsSubject,
  publishState,
  stateSubject,
  toTimestamp,
} from '@polymath/events';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fastSettings } from './fast-settings.fixture.js';
import { startPlatform, type Platform } from './jobs.fixture.js';
import { recordIn } from './state-machine.fixture.js';
import { sweep } from './sweeper.js';

const { JOB_STATE_QUEUED, JOB_STATE_SUCCEEDED, JOB_STATE_FAILED } = JobState;
const long = toTimestamp(Date.now() - 60_000);

describe('sweep', () => {
  let platform: Platform<NatsFixture>;

  beforeAll(async () => {
    platform = await startPlatform(await startNats());
  });
  afterAll(() => platform.close());

  /** Puts a record there, as a process leaves it that dies right after. */
  async function leave(id: string, state: JobState, changes: object = {}) {
    const job = recordIn(state, { id, area: 'test', ...changes });
    await platform.store.records.create(job);
    await expect.poll(() => platform.store.index.get(id)).toBeDefined();
    return job;
  }

  const clean = () => sweep(platform.store, fastSettings);

  it('publishes missing tokens', async () => {
    await leave('waiting', JOB_STATE_QUEUED);
    await clean();
    await clean();
    expect(await platform.store.tokens.list()).toContain('waiting');
  });

  it('announces an end that nobody announced, and takes the token away', async () => {
    const job = await leave('done', JOB_STATE_SUCCEEDED, { endTime: long });
    await platform.store.tokens.add(job);
    await clean();
    expect(await platform.store.tokens.list()).not.toContain('done');
    const filter = { subjects_filter: jobEventsSubject('test', 'done') };
    const { state } = await platform.store.connection.manager.streams.info(eventsStream, filter);
    expect(state.subjects).toEqual({ [stateSubject('test', 'done', job)]: 1 });
  });

  it('fails queued jobs whose deadline has passed', async () => {
    await leave('late', JOB_STATE_QUEUED, { deadline: long });
    await clean();
    expect(await platform.record('late')).toMatchObject({ state: JOB_STATE_FAILED });
  });

  it('sees to all other jobs when there is no room for a token', async () => {
    const { streams } = platform.store.connection.manager;
    await streams.update('WORK', { max_bytes: 1 });
    await leave('crowded', JOB_STATE_QUEUED);
    await leave('expired', JOB_STATE_QUEUED, { deadline: long });
    await expect(clean()).rejects.toMatchObject({ kind: 'resource-exhausted' });
    expect(await platform.record('expired')).toMatchObject({ state: JOB_STATE_FAILED });
    await streams.update('WORK', { max_bytes: -1 });
    await clean();
    expect(await platform.store.tokens.list()).toContain('crowded');
  });

  it('removes the events of a record with it, and of no other', async () => {
    const old = await leave('told', JOB_STATE_SUCCEEDED, { endTime: toTimestamp(1000) });
    const young = await leave('told2', JOB_STATE_SUCCEEDED, { endTime: long });
    for (const job of [old, young]) await publishState(platform.store.connection, job);
    await clean();
    const { manager } = platform.store.connection;
    const kept = await manager.streams.info(eventsStream, { subjects_filter: allEventsSubject });
    const subjects = Object.keys(kept.state.subjects ?? {});
    expect(subjects).not.toContain(stateSubject('test', 'told', old));
    expect(subjects).toContain(stateSubject('test', 'told2', young));
  });

  it('removes records that have been kept for their time', async () => {
    await leave('old', JOB_STATE_SUCCEEDED, { endTime: toTimestamp(1000) });
    await leave('young', JOB_STATE_SUCCEEDED, { endTime: long });
    await clean();
    expect(await platform.store.records.get('old')).toBeUndefined();
    expect(platform.store.index.get('old')).toBeUndefined();
    expect(await platform.store.records.get('young')).toBeDefined();
  });
});
