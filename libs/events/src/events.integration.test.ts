import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectEvents, type EventsConnection } from './connection.js';
import { newestEvent } from './newest-event.js';
import { publishEvent, publishState } from './publish.js';
import { defaultConnectionSettings } from './settings.js';
import { ensureEventsStream, eventsStream } from './streams.js';
import { eventSubject, jobEventsSubject, stateSubject } from './subjects.js';
import { watchEvents, type WatchedEvent } from './watch.js';

const { JOB_STATE_QUEUED, JOB_STATE_RUNNING, JOB_STATE_SUCCEEDED } = JobState;

describe('events of jobs', () => {
  let nats: NatsFixture;
  let connection: EventsConnection;

  beforeAll(async () => {
    nats = await startNats();
    const times = { reconnectWaitMs: 50, requestTimeoutMs: 1000 };
    const settings = { ...defaultConnectionSettings, ...times, url: nats.url, name: 'test' };
    connection = await connectEvents(settings);
    await ensureEventsStream(connection, 1);
  });
  afterAll(async () => {
    await connection.close();
    await nats.close();
  });

  function job(id: string, epoch: number, state: JobState): Job {
    return { ...Job.fromPartial({ id, area: 'rl', epoch, state }) };
  }

  function progress(id: string, step: number) {
    const event = { phase: 'train', step: BigInt(step), steps: 9n, metrics: {} };
    publishEvent(connection, job(id, 1, JOB_STATE_RUNNING), { $case: 'progress', value: event });
  }

  /** The first `count` events behind `after`. */
  async function take(jobId: string, count: number, after = 0): Promise<WatchedEvent[]> {
    const taken: WatchedEvent[] = [];
    for await (const event of watchEvents(connection, { area: 'rl', jobId, after })) {
      if (taken.push(event) === count) break;
    }
    return taken;
  }

  const kinds = (taken: WatchedEvent[]) =>
    taken.map(({ event: { event } }) =>
      event?.$case === 'state' ? JobState[event.value.state] : event?.$case,
    );

  it('come in order, and again from any place', async () => {
    await publishState(connection, job('order', 0, JOB_STATE_QUEUED));
    await publishState(connection, job('order', 1, JOB_STATE_RUNNING));
    progress('order', 1);
    await connection.nats.flush();
    await publishState(connection, job('order', 1, JOB_STATE_SUCCEEDED));
    const all = await take('order', 4);
    const rest = ['JOB_STATE_RUNNING', 'progress', 'JOB_STATE_SUCCEEDED'];
    expect(kinds(all)).toEqual(['JOB_STATE_QUEUED', ...rest]);
    expect(kinds(await take('order', 3, all[0]!.sequence))).toEqual(rest);
  });

  it('tell each change of state once, however often it is repaired', async () => {
    for (let i = 0; i < 3; i++) await publishState(connection, job('once', 1, JOB_STATE_SUCCEEDED));
    const filter = { subjects_filter: jobEventsSubject('rl', 'once') };
    const { state } = await connection.manager.streams.info(eventsStream, filter);
    const subject = stateSubject('rl', 'once', { epoch: 1, state: JOB_STATE_SUCCEEDED });
    expect(state.subjects).toEqual({ [subject]: 1 });
  });

  it('are found by their subject, the newest first', async () => {
    await publishState(connection, job('newest', 0, JOB_STATE_QUEUED));
    await publishState(connection, job('newest', 1, JOB_STATE_RUNNING));
    const newest = await newestEvent(connection, jobEventsSubject('rl', 'newest'));
    expect(newest?.event).toMatchObject({ epoch: 1, event: { $case: 'state' } });
    expect(newest?.timeMs).toBeGreaterThan(Date.now() - 60_000);
    const never = eventSubject('rl', 'newest', 'progress');
    expect(await newestEvent(connection, never)).toBeUndefined();
  });

  it('are CloudEvents in binary mode', async () => {
    await publishState(connection, job('cloud', 2, JOB_STATE_SUCCEEDED));
    const subject = stateSubject('rl', 'cloud', { epoch: 2, state: JOB_STATE_SUCCEEDED });
    const message = await connection.manager.streams.getMessage(eventsStream, {
      last_by_subj: subject,
    });
    const header = (name: string) => message!.header.get(name);
    expect(header('ce-specversion')).toBe('1.0');
    expect(header('ce-id')).toBe(subject);
    expect(header('ce-source')).toBe('/polymath/rl');
    expect(header('ce-type')).toBe('polymath.jobs.v1.state');
    expect(header('ce-subject')).toBe('cloud');
    expect(header('ce-datacontenttype')).toBe('application/protobuf');
  });

  it('go on for a watcher after the server was killed', async () => {
    const seen: WatchedEvent[] = [];
    const stop = new AbortController();
    const watching = (async () => {
      const options = { area: 'rl', jobId: 'outage', after: 0, signal: stop.signal };
      for await (const event of watchEvents(connection, options)) seen.push(event);
    })();
    await publishState(connection, job('outage', 0, JOB_STATE_QUEUED));
    await expect.poll(() => seen.length).toBe(1);
    await nats.kill();
    await nats.start();
    await connection.whenConnected();
    await publishState(connection, job('outage', 1, JOB_STATE_RUNNING));
    await expect
      .poll(() => kinds(seen), { timeout: 20_000 })
      .toEqual(['JOB_STATE_QUEUED', 'JOB_STATE_RUNNING']);
    stop.abort();
    await watching;
  });
});
