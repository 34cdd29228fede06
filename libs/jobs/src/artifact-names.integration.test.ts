import { randomBytes } from 'node:crypto';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { Preview, JobState, WatchJobResponse } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { publishEvent } from '@polymath/events';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactNames } from './artifact-names.js';
import { startPlatform, type Platform } from './jobs.fixture.js';
import { recordIn } from './state-machine.fixture.js';
import { openJobStore } from './store.js';

const { JOB_STATE_RUNNING, JOB_STATE_SUCCEEDED } = JobState;
const { signal } = new AbortController();

/** An artifact that nobody has named yet. */
function artifact(): Artifact {
  const sha256 = randomBytes(32).toString('hex');
  return { sha256, sizeBytes: 1n, mediaType: '', name: '' };
}

describe('artifactNames', () => {
  let platform: Platform<NatsFixture>;
  beforeAll(async () => {
    platform = await startPlatform(await startNats());
  });
  afterAll(() => platform.close());

  const names = (quietMs = 0) => artifactNames(platform.store.connection, { quietMs, signal });

  it('is empty where there are no jobs', async () => {
    expect(await names()).toEqual(new Set());
  });

  it('finds outputs, checkpoints, specs of any message and pictures, in every area', async () => {
    const { connection, records } = platform.store;
    const other = await openJobStore(await platform.connect(), { area: 'other', replicas: 1 });
    const [output, state, first, second, third, picture] = Array.from({ length: 6 }, artifact);
    const checkpoint = { artifact: state, phase: 'train', step: 1n, time: undefined };
    const running = recordIn(JOB_STATE_RUNNING, { id: 'running', area: 'test', checkpoint });
    await records.create(running);
    // A message with an artifact inside a message, and a text with two that no message knows of.
    const nested = WatchJobResponse.fromPartial({
      event: { event: { $case: 'preview', value: { image: first! } } },
    });
    const spec = { typeUrl: 'a/b', value: Buffer.from(WatchJobResponse.encode(nested).finish()) };
    await records.create(recordIn(JOB_STATE_SUCCEEDED, { id: 'done', outputs: [output!], spec }));
    const text = Buffer.from(JSON.stringify({ inputs: [`${second!.sha256}0`, third!.sha256] }));
    const inText = { typeUrl: 'c/d', value: text };
    await other.records.create(recordIn(JOB_STATE_SUCCEEDED, { id: 'elsewhere', spec: inText }));
    const value = Preview.fromPartial({ title: 'picture', image: picture! });
    publishEvent(connection, running, { $case: 'preview', value });
    await connection.nats.flush();
    const found = await names();
    for (const named of [output, state, first, second, third, picture])
      expect(found).toContain(named!.sha256);
    expect(found).not.toContain(artifact().sha256);
    await other.close();
  });

  it('throws when NATS was away a moment ago', async () => {
    await expect(names(1e6)).rejects.toThrow(
      /^nats must have been there for 1000000 ms, got \d+ ms$/,
    );
  });

  it('throws when it is stopped before all is read', async () => {
    const stopped = { quietMs: 0, signal: AbortSignal.abort(new Error('enough')) };
    await expect(artifactNames(platform.store.connection, stopped)).rejects.toThrow('enough');
  });
});
